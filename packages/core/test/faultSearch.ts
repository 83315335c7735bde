import type { FaultFacts, FaultSearch } from '../src/faults/faultFacts.ts'
import { findFaults } from '../src/faults/findFaults.ts'
import { type FaultReader, loadFaultFacts } from '../src/faults/loadFaultFacts.ts'
import type { SignedReceipt } from '../src/leaves/receiptLeaf.ts'
import type { Hex32 } from '../src/primitives/hex.ts'
import { forge, type Lie } from './forge.ts'
import { first, second, world } from './liar.ts'
import { memoryChain } from './memoryChain.ts'
import { POSTED_AT } from './world.ts'

/** What a search may be told besides the lie. */
export type SearchOptions = {
  readonly signed?: readonly SignedReceipt[]
  /** What was collected at the second post, where it is not where its receipts end. */
  readonly collected?: ReadonlyMap<Hex32, bigint>
}

const { versions, logs } = world.base
let honest: Promise<FaultFacts> | undefined

/** Facts for a second epoch with these leaves, read as the watcher reads them. */
function factsFor(
  leaves: FaultSearch['current']['leaves'],
  posted: Parameters<typeof memoryChain>[1][number],
  collected?: ReadonlyMap<Hex32, bigint>,
): Promise<FaultFacts> {
  const chain = memoryChain(world, [first, posted])
  const later = memoryChain(world, [first, second], collected)
  const reader: FaultReader = {
    ...chain,
    collectedChannels: (operator, block) => (block === 20n ? later : chain).collectedChannels(operator, block),
    channelOperator: async () => undefined,
  }
  const publications = [first.leaves, leaves].map((published) => ({ leaves: published, versions, logs }))
  return loadFaultFacts(reader, world.base.operator, publications, { current: 20n, previous: 10n, postedAt: POSTED_AT })
}

/** Everything in which the faults of a second epoch are looked for in which the operator lies consistently. */
export async function searchOf(lie: Lie, options: SearchOptions = {}): Promise<FaultSearch> {
  const forged = forge(world, second, first.next, lie)
  honest ??= factsFor(second.leaves, second)
  const isOwn = lie.receipts !== undefined || options.collected !== undefined
  return {
    current: { epoch: forged.epoch, leaves: forged.leaves },
    earlier: [{ epoch: first.epoch, leaves: first.leaves }],
    facts: await (isOwn ? factsFor(forged.leaves, forged, options.collected) : honest),
    signed: options.signed ?? [],
  }
}

/** Every fault that is found in such an epoch. */
export async function faultsOf(lie: Lie, options: SearchOptions = {}) {
  return findFaults(await searchOf(lie, options))
}
