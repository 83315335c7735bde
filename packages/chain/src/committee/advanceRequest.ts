import { weightsHash } from '@openledger/core/committee/committeeWeights.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import { committeeAbi } from '../abi/committee.ts'
import { drawCommitteeCall, resolveCommitteeCall } from '../calls/committeeCalls.ts'
import type { Chain } from '../clients/createChain.ts'
import { chainErrors } from '../errors.ts'
import type { Publisher } from '../publisher/createPublisher.ts'
import { readEvents } from '../rpc/readEvents.ts'
import { type CommitteeRequest, readRequest } from './openRequests.ts'

/**
 * Does what anyone may do for a request: draws its members once the block has come, and ends it when its time has come.
 * Many may try at once: who comes second finds it done.
 * @param posted the posted weights of the call
 * @returns whether something was sent and taken
 * @throws CHAIN_REVERTED, CHAIN_UNREACHABLE, CHAIN_TRANSACTION_TIMEOUT
 */
export async function advanceRequest(
  parameters: { readonly chain: Chain; readonly publisher: Publisher },
  request: CommitteeRequest,
  posted: readonly bigint[],
): Promise<boolean> {
  const { chain, publisher } = parameters
  const { requestId, stage, drawBlock, deadline } = request
  const block = await chain.client.getBlock()
  const key = `committee:${requestId}`
  if (stage === 'requested' && block.timestamp <= deadline) {
    if (block.number <= drawBlock) return false
    const call = drawCommitteeCall(chain.addresses, requestId)
    return sent(parameters, request, () => publisher.send({ key: `${key}:draw:${drawBlock}`, ...call }))
  }
  const revealed = stage === 'given' ? await revealedLists(chain, request) : []
  if (stage === 'given') {
    const step = await chain.committee.read.stepWindow()
    if (revealed.length < request.members.length && block.timestamp <= deadline + step) return false
  } else if (block.timestamp <= deadline) {
    return false
  }
  const lists = revealed.filter((weights) => weights.length > 0)
  const quorum = lists.length > Math.floor(request.members.length / 2)
  const call = resolveCommitteeCall(chain.addresses, requestId, quorum ? posted : [], quorum ? lists : [])
  return sent(parameters, request, () => publisher.send({ key: `${key}:resolve:${lists.length}`, ...call }))
}

/** What the members revealed, in their order. */
async function revealedLists(chain: Chain, { requestId, members }: CommitteeRequest): Promise<(readonly bigint[])[]> {
  const events = await readEvents(chain.client, {
    abi: committeeAbi,
    address: chain.addresses.committee,
    eventName: 'WeightsRevealed',
    args: { requestId },
    fromBlock: BigInt(chain.addresses.deployBlock),
  })
  const lists: (readonly bigint[])[] = []
  for (const member of members) {
    const vote = await chain.committee.read.voteOf([requestId, member])
    if (vote.weightsHash === ZERO_HEX32) continue
    const own = events.find(({ args }) => toAddress(args.member) === member)
    const weights = own?.args.weights
    if (weights === undefined || weightsHash(weights) !== vote.weightsHash) {
      throw new OpenLedgerError(chainErrors.CHAIN_ANSWER_INVALID, `The chain has no event of what ${member} revealed.`)
    }
    lists.push(weights)
  }
  return lists
}

async function sent(
  { chain }: { readonly chain: Chain },
  before: CommitteeRequest,
  send: () => Promise<unknown>,
): Promise<boolean> {
  try {
    await send()
    return true
  } catch (error) {
    // Somebody else may have been faster.
    const known = OpenLedgerError.find(error)
    if (known?.code !== chainErrors.CHAIN_REVERTED.code) throw error
    const now = await readRequest({ client: chain.client, addresses: chain.addresses }, before.requestId)
    if (now.stage === before.stage) throw error
    return false
  }
}
