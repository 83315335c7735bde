import type { Timeline } from '@openledger/core/payout/timeline.ts'
import { type Address, toAddress } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import type { ChainModel, ChainRoyalty } from '@openledger/core/verify/chainReader.ts'
import type { Chain } from '../clients/createChain.ts'
import type { BlockTimes } from './blockTimes.ts'
import { findEvents } from './findEvents.ts'

/**
 * A registered model as of a block: what never changes, and who owned it and its ancestors when.
 * @returns undefined for one that was not registered then
 * @throws what viem throws, CHAIN_ANSWER_INVALID
 */
export async function readModel(
  chain: Chain,
  times: BlockTimes,
  modelId: Hex32,
  block: bigint,
): Promise<ChainModel | undefined> {
  const filter = { topics: [modelId], toBlock: block }
  const event = (await findEvents(chain, chain.addresses.modelRegistry, 'ModelRegistered', filter)).at(-1)
  if (event === undefined) return undefined
  const { adapterHash, manifestHash, logRoot, indexHash, trainingVersions, retrievalVersions, split } =
    event.args.params
  const royalties: ChainRoyalty[] = []
  for (const { ancestor, bps } of await chain.modelRegistry.read.royaltiesOf([modelId]))
    royalties.push({ ancestor, bps, owners: await ownersOf(chain, times, ancestor, block) })
  const hashes = { adapterHash, manifestHash, logRoot, indexHash }
  return {
    modelId,
    owners: await ownersOf(chain, times, modelId, block),
    royalties,
    pool: toAddress(await chain.staking.read.poolOf([modelId])),
    ...hashes,
    trainingVersions,
    retrievalVersions,
    split,
  }
}

/** Who owned a model when: first who registered it. */
async function ownersOf(chain: Chain, times: BlockTimes, modelId: Hex32, block: bigint): Promise<Timeline<Address>> {
  const filter = { topics: [modelId], toBlock: block }
  const registry = chain.addresses.modelRegistry
  const owners: { from: bigint; value: Address }[] = []
  for (const event of await findEvents(chain, registry, 'ModelRegistered', filter))
    owners.push({ from: await times(event), value: event.args.developer })
  for (const event of await findEvents(chain, registry, 'ModelTransferred', filter))
    owners.push({ from: await times(event), value: event.args.to })
  return owners
}
