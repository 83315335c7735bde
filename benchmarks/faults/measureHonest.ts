import { createFaultReader } from '@openledger/chain/challenger/createFaultReader.ts'
import { encodeFault } from '@openledger/chain/challenger/encodeFault.ts'
import { hasProver } from '@openledger/chain/challenger/proverAbis.ts'
import { tryFault } from '@openledger/chain/challenger/tryFault.ts'
import { buildEpoch } from '@openledger/core/epoch/buildEpoch.ts'
import type { PreviousEpoch } from '@openledger/core/epoch/epochFacts.ts'
import type { EpochLeaves } from '@openledger/core/epoch/epochTrees.ts'
import type { EpochEvidence, FaultFacts, FaultSearch } from '@openledger/core/faults/faultFacts.ts'
import { findFaults } from '@openledger/core/faults/findFaults.ts'
import { loadFaultFacts } from '@openledger/core/faults/loadFaultFacts.ts'
import type { SignedReceipt } from '@openledger/core/leaves/receiptLeaf.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import type { BenchContext } from '../lib/bench.ts'
import { seededRandom } from '../lib/seededRandom.ts'
import { accuse } from './accuse.ts'
import { diceOf, makeHonestCalls } from './honestCalls.ts'
import type { Ledger } from './ledger.ts'
import { OPERATOR } from './people.ts'
import { collectAndPost } from './settleEpoch.ts'

/** Calls of an honest epoch: the smallest number with every kind of call, flat ones and an ensemble among them. */
const CALLS = 7

/**
 * A chain of honest epochs, each collected for and posted on the real chain: the search must find nothing, and every
 * prover must refuse accusations of every kind.
 */
export async function measureHonest(context: BenchContext, ledger: Ledger, count: number): Promise<void> {
  const dice = diceOf(seededRandom(20_261_124))
  const earlier: EpochEvidence[] = []
  const held: SignedReceipt[] = []
  let previous: PreviousEpoch | undefined
  const models = new Map(ledger.base.models.map((model) => [model.modelId, model]))
  let facts: FaultFacts | undefined
  let found = 0
  let accused = 0
  let proven = 0
  const wrong: string[] = []
  const refusals = new Map<string, number>()
  const kinds = new Set<string>()
  for (let i = 1; i <= count; i++) {
    context.signal.throwIfAborted()
    const calls = await makeHonestCalls(ledger, dice, previous, CALLS)
    const built = await buildEpoch({ ...ledger.base, number: BigInt(i), previous, ...calls })
    const ends = new Map([...built.next.channels].map(([id, end]) => [id, end.cumulative]))
    await collectAndPost(ledger, built.epoch, ends)
    const current = { epoch: built.epoch, leaves: built.leaves }
    held.push(...built.leaves.receipts)
    // The first epoch has every model: what was read for it holds for all; only what was collected changes.
    facts ??= await factsOf(ledger, built.leaves)
    const search: FaultSearch = {
      current,
      earlier: [...earlier],
      facts: { ...facts, models, channels: channelsOf(previous, ends) },
      signed: held,
    }
    for (const { kind } of findFaults(search)) {
      found++
      wrong.push(`epoch ${i}: found ${kind}`)
    }
    for (const fault of accuse(search, dice).filter(({ kind }) => hasProver(kind))) {
      kinds.add(fault.kind)
      accused++
      const trial = await tryFault(ledger.chain, encodeFault(search, fault))
      if ('refused' in trial) refusals.set(trial.refused, (refusals.get(trial.refused) ?? 0) + 1)
      else if (trial.proven === built.epochHash) {
        proven++
        wrong.push(`epoch ${i}: ${fault.kind} proven`)
      }
    }
    earlier.push(current)
    previous = built.next
    if (i % 50 === 0) context.progress(`${i} honest epochs, ${accused} accusations, ${proven} proven, ${found} found`)
  }
  const main = [...refusals].toSorted((a, b) => b[1] - a[1]).slice(0, 8)
  context.row({
    name: 'successful challenges against honest epochs',
    value: found + proven,
    unit: `against ${count} epochs`,
    bar: '0 against 1,000',
    ok: count >= 1_000 && found + proven === 0 && wrong.length === 0,
    note: `each built in core, collected for and posted on anvil; ${accused} proofs with real leaves at random places, of ${kinds.size} kinds, put to the deployed provers by eth_call (the same code that a challenge calls); the search itself found ${found}. Refusals: ${main.map(([name, n]) => `${name} ${n}`).join(', ')}${wrong.length > 0 ? `; ${wrong.slice(0, 3).join('; ')}` : ''}`,
  })
}

/** What stays the same for every epoch of the ledger, read from the chain by the watcher's own way. */
async function factsOf(ledger: Ledger, leaves: EpochLeaves): Promise<FaultFacts> {
  const reader = await createFaultReader(ledger.chain)
  const { block, time: postedAt } = (await reader.postedEpoch(OPERATOR, 1n)) ?? { block: 0n, time: 0n }
  const publication = { leaves, versions: ledger.base.versions, logs: ledger.base.logs }
  return loadFaultFacts(reader, OPERATOR, [publication], {
    current: block,
    previous: undefined,
    postedAt,
  })
}

/** What was collected at the post before and at this one. */
function channelsOf(previous: PreviousEpoch | undefined, ends: ReadonlyMap<Hex32, bigint>): FaultFacts['channels'] {
  return new Map(
    [...ends].map(([id, collected]) => {
      const collectedBefore = previous?.channels.get(id)?.cumulative ?? 0n
      return [id, { operator: OPERATOR, collected, collectedBefore }]
    }),
  )
}
