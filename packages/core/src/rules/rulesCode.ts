import { RECEIPT_TYPES } from '../eip712/receipt.ts'
import { canonicalHash } from '../json/canonicalJson.ts'
import { ATTRIBUTION_LEAF_TYPE, METHOD } from '../leaves/attributionLeaf.ts'
import { CREDIT_LEAF_TYPE, ROLE } from '../leaves/creditLeaf.ts'
import { PAYOUT_LEAF_TYPE } from '../leaves/payoutLeaf.ts'
import { TRAINED_RECORD_LEAF_TYPE } from '../leaves/trainedRecordLeaf.ts'
import { VERSION_LEAF_TYPE } from '../leaves/versionLeaf.ts'
import type { Hex32 } from '../primitives/hex.ts'

/** Everything that `RULES_CODE_HASH` commits to, in words and types. A change of any rule of protocol §5–6 changes `revision`. */
export const RULES_CODE = {
  name: 'openledger.rules',
  revision: 3,
  fee: 'sum of floor(componentFee * scale / sum of scales); componentFee = inputTokens * inputPrice + outputTokens * outputPrice',
  split: ['burn', 'operator', 'model', 'stakers', 'data'],
  cuts: 'floor(amount * P[i] / whole) - floor(amount * P[i-1] / whole)',
  model:
    'to the ancestors by cuts of their royalties of 10000 bps, the rest to the owner; owners at the time of the receipt',
  stakers: "to the pool of the model's stakers; nothing is carried",
  rate: 'floor(s * rateBps / 10000) to the Datanet, the rest to the contributor or the pot of a dispute at the time of the receipt',
  datanet: 'to the curators by cuts of their shares of 10000 bps, the rest to the owner, at the time of the receipt',
  strength: 'floor((score - threshold) * reputationPpm / 1000000) ^ exponent, 0 at or below the threshold',
  paid: 'the 64 greatest of part * strength / sum of strengths, ties to the lower commitment, then method',
  zeros: 'entries whose weight is 0 are left out and the weights cut again',
  flat: 'equal cuts over the Datanets of the training versions and the retrieved versions, ascending',
  roles: ROLE,
  methods: METHOD,
  leaves: [ATTRIBUTION_LEAF_TYPE, CREDIT_LEAF_TYPE, PAYOUT_LEAF_TYPE, VERSION_LEAF_TYPE, TRAINED_RECORD_LEAF_TYPE],
  receipt: RECEIPT_TYPES,
}

/**
 * Code hash of the rules that this library computes, which a Settlement contract approves and each
 * post names. It commits to the rules' revision, constants, roles, methods and hashed types
 * ({@link RULES_CODE}), not to source text: re-formatting leaves it, another rule must change it.
 * The golden vectors pin the behaviour behind it.
 */
export const RULES_CODE_HASH: Hex32 = canonicalHash(RULES_CODE)
