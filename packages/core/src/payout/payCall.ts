import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'
import { type AttributionEntry, METHOD } from '../leaves/attributionLeaf.ts'
import { type CreditLeaf, ROLE, type Role } from '../leaves/creditLeaf.ts'
import type { Address } from '../primitives/address.ts'
import { type Hex32, ZERO_HEX32 } from '../primitives/hex.ts'
import { W } from '../rules/rules.ts'
import { prefixCuts } from './prefixCuts.ts'
import { type Split, splitFee } from './splitFee.ts'

/** A credit before it has its call and running sum. */
export type Credit = Pick<CreditLeaf, 'account' | 'role' | 'commitment' | 'amount'>

/** Whose a record is, and what its Datanet's owner takes of its income. */
export type RecordOwner = { readonly contributor: Address; readonly datanetOwner: Address; readonly rateBps: number }

/** What the payout of one call depends on. */
export type PayCallInput = {
  readonly operator: Address
  /** Each model's part of the fee (wei, from `callFee`), its owner and split. */
  readonly components: readonly { readonly fee: bigint; readonly owner: Address; readonly split: Split }[]
  /** In their order; weights sum to W. Empty if and only if no component has a data share. */
  readonly attributions: readonly AttributionEntry[]
  /** Looks up a record of the call's versions. @throws EPOCH_FACT_MISSING */
  readonly recordOwner: (commitment: Hex32) => RecordOwner
  /** Looks up a Datanet's treasury. @throws EPOCH_FACT_MISSING */
  readonly treasury: (datanetId: Hex32) => Address
}

/** Most that a Datanet's owner may take of a record's income, in bps. */
export const RATE_MAX_BPS = 2_000

/**
 * Distributes a call's fee (protocol §5): credits + burned + carried = fee, to the wei.
 * @returns credits without zeros, each (account, role, commitment) once, in order of first appearance; wei burned; wei carried
 * @throws PAYOUT_WEIGHTS_SUM, SPLIT_INVALID, CORE_INTEGER_RANGE
 */
export function payCall(input: PayCallInput): {
  readonly credits: Credit[]
  readonly burned: bigint
  readonly carried: bigint
} {
  const credits = new Map<string, Credit>()
  const add = (account: Address, role: Role, commitment: Hex32, amount: bigint) => {
    if (amount === 0n) return
    const key = `${account}${role}${commitment}`
    credits.set(key, { account, role, commitment, amount: amount + (credits.get(key)?.amount ?? 0n) })
  }
  let burned = 0n
  let carried = 0n
  let data = 0n
  let dataShare = false
  for (const component of input.components) {
    const parts = splitFee(component.fee, component.split)
    burned += parts.burn
    carried += parts.stakers
    data += parts.data
    dataShare ||= component.split.data > 0
    add(input.operator, ROLE.operator, ZERO_HEX32, parts.operator)
    add(component.owner, ROLE.model, ZERO_HEX32, parts.model)
  }
  const weights = input.attributions.map((entry) => entry.weight)
  const total = weights.reduce((sum, weight) => sum + weight, 0n)
  if (total !== (dataShare ? W : 0n)) {
    throw new OpenLedgerError(
      coreErrors.PAYOUT_WEIGHTS_SUM,
      `The call's weights sum to ${total}, not to ${dataShare ? W : 0n}.`,
    )
  }
  for (const [i, income] of (dataShare ? prefixCuts(data, weights, W) : []).entries()) {
    const entry = input.attributions[i]
    if (entry === undefined) continue
    if (entry.method === METHOD.flat) {
      add(input.treasury(entry.commitment), ROLE.datanetPool, entry.commitment, income)
      continue
    }
    const { contributor, datanetOwner, rateBps } = input.recordOwner(entry.commitment)
    if (!Number.isInteger(rateBps) || rateBps < 0 || rateBps > RATE_MAX_BPS) {
      throw new OpenLedgerError(
        coreErrors.CORE_INTEGER_RANGE,
        `A Datanet's rate of ${rateBps} bps is not between 0 and ${RATE_MAX_BPS}.`,
      )
    }
    const ownerPart = (income * BigInt(rateBps)) / 10_000n
    add(datanetOwner, ROLE.datanetOwner, entry.commitment, ownerPart)
    add(contributor, ROLE.contributor, entry.commitment, income - ownerPart)
  }
  return { credits: [...credits.values()], burned, carried }
}
