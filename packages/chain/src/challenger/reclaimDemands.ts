import type { Address } from '@openledger/core/primitives/address.ts'
import { reading } from '../actions/ensure.ts'
import { resolveDemandCall } from '../calls/challengesCalls.ts'
import { revertName } from '../rpc/toChainError.ts'
import { readDemanded } from './demandEvents.ts'
import type { Demander } from './sendDemand.ts'

/**
 * Takes back what the demander prepaid for chunks of epochs that are void now: nobody will answer. May be killed and
 * called again.
 * @returns demands that were paid back now
 * @throws CHAIN_REVERTED, CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED, CHAIN_TRANSACTION_TIMEOUT
 */
export async function reclaimDemands({ chain, publisher }: Demander, operator: Address): Promise<number> {
  const { challenges, settlement } = chain
  const what = 'Reading what was demanded'
  const demanded = await reading(what, () => readDemanded(chain, { operator }))
  const own = demanded.filter(({ args }) => args.challenger.toLowerCase() === publisher.address.toLowerCase())
  let reclaimed = 0
  for (const { args } of own) {
    const { number, post, tree, chunk } = args
    if ((await reading(what, () => settlement.read.postOf([operator, number]))) === post) continue
    if ((await reading(what, () => challenges.read.demandOf([operator, post, tree, chunk]))).answered) continue
    const call = resolveDemandCall(chain.addresses, { operator, number, post, tree, chunk })
    try {
      await publisher.send({ key: `reclaim:${operator}:${post}:${tree}:${chunk}`, ...call })
      reclaimed++
    } catch (error) {
      // Somebody else was first: the money is here.
      if (revertName(error) !== 'AnsweredAlready') throw error
    }
  }
  return reclaimed
}
