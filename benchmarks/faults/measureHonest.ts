import { createFaultReader } from '@openledger/chain/challenger/createFaultReader.ts'
import { type EncodedFault, encodeFault } from '@openledger/chain/challenger/encodeFault.ts'
import { hasProver } from '@openledger/chain/challenger/proverAbis.ts'
import { tryFault } from '@openledger/chain/challenger/tryFault.ts'
import { callRpc } from '@openledger/chain/rpc/callRpc.ts'
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
import { bendProof } from './bendProof.ts'
import { challengeInVain } from './challengeInVain.ts'
import { withOperator } from './enterOperator.ts'
import { type Dice, diceOf, makeHonestCalls, makeVariedCalls } from './honestCalls.ts'
import { openTally, type Tally } from './honestTally.ts'
import type { Ledger } from './ledger.ts'
import { people } from './people.ts'
import { collectAndPost } from './settleEpoch.ts'

/** Epochs of one operator in a row; then the chain goes back and another operator starts. */
const EPOCHS_IN_A_ROW = 12
/** Proofs of an epoch whose bytes are bent, and every how many epochs accusations are sent as real challenges. */
const SEED = 20_261_124
const BENT = 8
const CHALLENGED_EVERY = 20

/**
 * Honest epochs of several operators and of any size and shape, each collected for and posted on the real chain: the
 * search must find nothing, and every prover must refuse accusations of every kind. A stopped run shows what it has, and the
 * next one goes on from there.
 */
export async function measureHonest(context: BenchContext, ledger: Ledger, count: number): Promise<void> {
  const operators = [ledger]
  for (const account of people.operators) operators.push(await withOperator(ledger, account))
  const { tally, keep } = openTally(context.root, context.quick)
  while (tally.epochs < count && !context.signal.aborted) {
    const dice = diceOf(seededRandom(SEED + tally.turns))
    const snapshot = await callRpc(ledger.chain.rpcUrl, 'evm_snapshot', [])
    const length = Math.min(1 + dice.below(EPOCHS_IN_A_ROW), count - tally.epochs)
    const operator = operators[tally.turns % operators.length] ?? ledger
    await honestRow(context, operator, dice, length, tally)
    await callRpc(ledger.chain.rpcUrl, 'evm_revert', [snapshot])
    // A row that was cut short is shown and not kept: the next run makes it again.
    if (!context.signal.aborted) {
      tally.turns++
      keep()
    }
    const { epochs, accused, bent, challenged, proven, found } = tally
    context.progress(
      `${epochs} honest epochs, ${accused} accusations, ${bent} bent, ${challenged} challenges: ${proven} proven, ${found} found`,
    )
  }
  const { epochs, calls, found, accused, bent, proven, challenged, kinds, refusals, wrong } = tally
  const main = Object.entries(refusals)
    .toSorted((a, b) => b[1] - a[1])
    .slice(0, 8)
  context.row({
    name: 'successful challenges against honest epochs',
    value: found + proven,
    unit: `against ${epochs} epochs`,
    bar: '0 against 1,000',
    ok: epochs >= 1_000 && found + proven === 0 && wrong.length === 0,
    note: `${calls} calls of ${operators.length} operators, 1 to 60 an epoch, ensembles, flat, citations, cancelled; each epoch built in core, collected for and posted on anvil; ${accused} proofs with real leaves at random places, of ${kinds.length} kinds, and ${bent} with bent bytes, put to the deployed provers by eth_call (the same code that a challenge calls); ${challenged} sent as commit and challenge; the search itself found ${found}. Refusals: ${main.map(([name, n]) => `${name} ${n}`).join(', ')}${wrong.length > 0 ? `; ${wrong.slice(0, 3).join('; ')}` : ''}`,
  })
}

/** Some epochs of one operator, one after the other. */
async function honestRow(
  context: BenchContext,
  ledger: Ledger,
  dice: Dice,
  length: number,
  tally: Tally,
): Promise<void> {
  const earlier: EpochEvidence[] = []
  const held: SignedReceipt[] = []
  let previous: PreviousEpoch | undefined
  let facts: FaultFacts | undefined
  for (let number = 1; number <= length && !context.signal.aborted; number++) {
    // The first has every kind of call, so that what is read for it holds for all; then any number of any.
    const size = dice.below(10) === 0 ? 1 + dice.below(60) : 1 + dice.below(10)
    const make = number === 1 ? makeHonestCalls : makeVariedCalls
    const calls = await make(ledger, dice, previous, number === 1 ? 8 : size)
    const built = await buildEpoch({ ...ledger.base, number: BigInt(number), previous, ...calls })
    const ends = new Map([...built.next.channels].map(([id, end]) => [id, end.cumulative]))
    await collectAndPost(ledger, built.epoch, ends)
    const current = { epoch: built.epoch, leaves: built.leaves }
    held.push(...built.leaves.receipts)
    facts ??= await factsOf(ledger, built.leaves)
    const models = new Map(ledger.base.models.map((model) => [model.modelId, model]))
    const search: FaultSearch = {
      current,
      earlier: [...earlier],
      facts: { ...facts, models, channels: channelsOf(ledger, previous, ends) },
      signed: held,
    }
    tally.epochs++
    tally.calls += calls.receipts.length
    for (const { kind } of findFaults(search)) {
      tally.found++
      tally.wrong.push(`epoch ${tally.epochs}: found ${kind}`)
    }
    await accuseEpoch(ledger, search, built.epochHash, dice, tally)
    earlier.push(current)
    previous = built.next
  }
}

/** Puts accusations, and some of their proofs with bent bytes, to the provers; now and then as real challenges. */
async function accuseEpoch(
  ledger: Ledger,
  search: FaultSearch,
  epochHash: Hex32,
  dice: Dice,
  tally: Tally,
): Promise<void> {
  const proofs = accuse(search, dice)
    .filter(({ kind }) => hasProver(kind))
    .map((fault) => encodeFault(search, fault))
  const bent = Array.from({ length: BENT }, () => bendProof(dice.pick(proofs), dice))
  const put = async (fault: EncodedFault) => {
    const trial = await tryFault(ledger.chain, fault)
    if ('refused' in trial) tally.refusals[trial.refused] = (tally.refusals[trial.refused] ?? 0) + 1
    else if (trial.proven === epochHash) {
      tally.proven++
      tally.wrong.push(`epoch ${tally.epochs}: ${fault.name} proven`)
    }
  }
  for (const fault of proofs) {
    if (!tally.kinds.includes(fault.name)) tally.kinds.push(fault.name)
    await put(fault)
  }
  for (const fault of bent) await put(fault)
  tally.accused += proofs.length
  tally.bent += bent.length
  if (tally.epochs % CHALLENGED_EVERY !== 0) return
  for (const fault of [...dice.shuffle(proofs).slice(0, 5), ...bent.slice(0, 2)]) {
    tally.challenged++
    if (!(await challengeInVain(ledger, fault, dice))) continue
    tally.proven++
    tally.wrong.push(`epoch ${tally.epochs}: a challenge with ${fault.name} succeeded`)
  }
}

/** What stays the same for every epoch of the ledger, read from the chain by the watcher's own way. */
async function factsOf(ledger: Ledger, leaves: EpochLeaves): Promise<FaultFacts> {
  const reader = await createFaultReader(ledger.chain)
  const { operator } = ledger.base
  const { block, time: postedAt } = (await reader.postedEpoch(operator, 1n)) ?? { block: 0n, time: 0n }
  const publication = { leaves, versions: ledger.base.versions, logs: ledger.base.logs }
  return loadFaultFacts(reader, operator, [publication], {
    current: block,
    previous: undefined,
    postedAt,
  })
}

/** What was collected at the post before and at this one. */
function channelsOf(
  { base }: Ledger,
  previous: PreviousEpoch | undefined,
  ends: ReadonlyMap<Hex32, bigint>,
): FaultFacts['channels'] {
  return new Map(
    [...ends].map(([id, collected]) => {
      const collectedBefore = previous?.channels.get(id)?.cumulative ?? 0n
      return [id, { operator: base.operator, collected, collectedBefore }]
    }),
  )
}
