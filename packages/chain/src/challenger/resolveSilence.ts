import type { Address } from '@openledger/core/primitives/address.ts'
import { reading } from '../actions/ensure.ts'
import { resolveDemandCall } from '../calls/challengesCalls.ts'
import type { Chain } from '../clients/createChain.ts'
import type { Publisher } from '../publisher/createPublisher.ts'
import { revertName } from '../rpc/toChainError.ts'
import { readDemanded } from './demandEvents.ts'
import { DEMANDED_TREES, type DemandedTree } from './encodeChunk.ts'

/** Epoch states of `ISettlement.EpochStatus` in which a demand counts. */
const OPEN = 1

/**
 * Ends a demand of an open epoch that nobody answered in time, whoever demanded: the epoch becomes void, and the demander
 * gets its part of the bond. One is enough. May be killed and called again.
 * @returns what was demanded, or undefined when no answer is overdue
 * @throws CHAIN_REVERTED, CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED, CHAIN_TRANSACTION_TIMEOUT
 */
export async function resolveSilence(
  { chain, publisher }: { readonly chain: Chain; readonly publisher: Publisher },
  { operator, number }: { readonly operator: Address; readonly number: bigint },
): Promise<{ readonly tree: DemandedTree; readonly chunk: number } | undefined> {
  const { challenges, settlement } = chain
  const what = `Reading what is demanded of epoch ${number}`
  const demanded = await reading(what, () => readDemanded(chain, { operator, number }))
  if (demanded.length === 0) return undefined
  const [, , , status] = await reading(what, () => settlement.read.epochOf([operator, number]))
  if (status !== OPEN) return undefined
  const post = await reading(what, () => settlement.read.postOf([operator, number]))
  const { timestamp } = await reading(what, () => chain.client.getBlock())
  for (const { args } of demanded) {
    const { tree, chunk, deadline } = args
    const name = DEMANDED_TREES[tree]
    if (name === undefined || args.post !== post || timestamp <= deadline) continue
    if ((await reading(what, () => challenges.read.demandOf([operator, post, tree, chunk]))).answered) continue
    const call = resolveDemandCall(chain.addresses, { operator, number, post, tree, chunk })
    try {
      await publisher.send({ key: `silence:${operator}:${post}:${tree}:${chunk}`, ...call })
    } catch (error) {
      // Somebody else was first.
      if (revertName(error) !== 'AnsweredAlready') throw error
    }
    return { tree: name, chunk }
  }
  return undefined
}
