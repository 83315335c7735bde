import { weightsCommitment } from '@openledger/core/committee/committeeWeights.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { type Hex32, ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import { encodeAbiParameters, keccak256, type LocalAccount, parseAbiParameters } from 'viem'
import { commitWeightsCall, revealWeightsCall } from '../calls/committeeCalls.ts'
import type { Chain } from '../clients/createChain.ts'
import type { Publisher } from '../publisher/createPublisher.ts'
import type { CommitteeRequest } from './openRequests.ts'

/** Weights that a member has computed, kept so that a restart reveals exactly what was committed to. */
export type WeightsStore = {
  get(requestId: Hex32): Promise<readonly bigint[] | undefined>
  /** Durable when it returns. */
  put(requestId: Hex32, weights: readonly bigint[]): Promise<void>
}

/** A validator at work. */
export type CommitteeMember = {
  readonly chain: Chain
  readonly publisher: Publisher
  readonly account: LocalAccount
  readonly store: WeightsStore
  /** Executes the call's attribution again: a weight for each posted one; none if the content can't be read. */
  readonly weigh: (request: CommitteeRequest) => Promise<readonly bigint[]>
  /** Told before and after every step that a kill could part. */
  readonly reached?: (point: string) => void
}

/** What a member did, or why it did nothing. */
export type MemberStep = 'committed' | 'revealed' | 'waits' | 'done' | 'late'

/**
 * Does a member's next step for a request whose content was handed over. May be killed anywhere and called again: the
 * weights are kept before they are committed to, the salt follows from the key, and the chain knows what was sent.
 * @throws what `weigh` throws; CHAIN_REVERTED, CHAIN_UNREACHABLE, CHAIN_TRANSACTION_TIMEOUT
 */
export async function memberStep(member: CommitteeMember, request: CommitteeRequest): Promise<MemberStep> {
  const { chain, publisher, account, reached } = member
  const { requestId, deadline, members } = request
  const self = toAddress(account.address)
  if (request.stage !== 'given' || !members.includes(self)) return 'waits'
  const now = (await chain.client.getBlock()).timestamp
  const vote = await chain.committee.read.voteOf([requestId, self])
  if (vote.weightsHash !== ZERO_HEX32) return 'done'
  const stepWindow = await chain.committee.read.stepWindow()
  if (vote.commitment === ZERO_HEX32) {
    if (now > deadline) return 'late'
    const weights = await weightsOf(member, request)
    const commitment = weightsCommitment(self, requestId, weights, await saltOf(account, chain, requestId))
    reached?.('before commit')
    await publisher.send({
      key: `committee:${requestId}:commit`,
      ...commitWeightsCall(chain.addresses, requestId, commitment),
    })
    reached?.('after commit')
    return 'committed'
  }
  if (now > deadline + stepWindow) return 'late'
  if (now <= deadline && !(await allCommitted(chain, request))) return 'waits'
  const weights = await weightsOf(member, request)
  const call = revealWeightsCall(chain.addresses, requestId, weights, await saltOf(account, chain, requestId))
  reached?.('before reveal')
  await publisher.send({ key: `committee:${requestId}:reveal`, ...call })
  reached?.('after reveal')
  return 'revealed'
}

async function weightsOf({ store, weigh, reached }: CommitteeMember, request: CommitteeRequest) {
  const kept = await store.get(request.requestId)
  if (kept !== undefined) return kept
  const weights = await weigh(request)
  reached?.('weighed')
  await store.put(request.requestId, weights)
  reached?.('kept')
  return weights
}

async function allCommitted(chain: Chain, { requestId, members }: CommitteeRequest): Promise<boolean> {
  for (const member of members) {
    const { commitment } = await chain.committee.read.voteOf([requestId, member])
    if (commitment === ZERO_HEX32) return false
  }
  return true
}

/** A salt that nobody else can guess and that this key finds again: keccak of its signature over the request. */
async function saltOf(account: LocalAccount, chain: Chain, requestId: Hex32): Promise<Hex32> {
  const types = parseAbiParameters('uint256, address, bytes32')
  const raw = encodeAbiParameters(types, [BigInt(chain.chainId), chain.addresses.committee, requestId])
  return keccak256(await account.signMessage({ message: { raw } }))
}
