import type { Epoch } from '@openledger/core/epoch/epoch.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { reading } from '../actions/ensure.ts'
import type { ContractCall } from '../calls/contractCall.ts'
import { approveOpenCall } from '../calls/openTokenCalls.ts'
import type { Chain } from '../clients/createChain.ts'
import type { Publisher } from '../publisher/createPublisher.ts'
import { revertName } from '../rpc/toChainError.ts'

/** Who demands, and where. */
export type Demander = { readonly chain: Chain; readonly publisher: Publisher }

/**
 * Demands a chunk and prepays its answer, unless somebody else demanded it first. May be killed and called again.
 * @param demand.key of the demand in the publisher's journal
 * @returns whether it is too late to demand
 * @throws CHAIN_REVERTED (for one, too little OPEN), CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED, CHAIN_TRANSACTION_TIMEOUT
 */
export async function sendDemand(
  { chain, publisher }: Demander,
  demand: {
    readonly key: string
    readonly epoch: Epoch
    /** As in `IDataDemands.Tree`. */
    readonly tree: number
    readonly chunk: number
    readonly call: ContractCall
  },
): Promise<boolean> {
  const what = 'Reading what a demand prepays'
  const price = await reading(what, () => chain.challenges.read.pricePerLeaf())
  const { epoch, tree, chunk } = demand
  const prepaid = price * (await reading(what, () => chain.challenges.read.leavesPaid([epoch, tree, chunk])))
  const owner = toAddress(publisher.address)
  const { challenges } = chain.addresses
  const allowed = await reading('Reading the allowance', () => chain.openToken.read.allowance([owner, challenges]))
  if (allowed < prepaid) {
    await publisher.send({ key: `${demand.key}:approve`, ...approveOpenCall(chain.addresses, challenges, prepaid) })
  }
  try {
    await publisher.send({ key: `${demand.key}:demand`, ...demand.call })
  } catch (error) {
    const name = revertName(error)
    if (name === 'WindowOver' || name === 'NotAnOpenEpoch') return true
    if (name !== 'DemandedAlready') throw error
  }
  return false
}
