import { type ChallengeResult, challengeFault } from '@openledger/chain/challenger/challengeFault.ts'
import type { WatchedEpoch } from '@openledger/chain/challenger/createWatcher.ts'
import { drawCalls } from '@openledger/chain/challenger/drawCalls.ts'
import type { DemandedTree } from '@openledger/chain/challenger/encodeChunk.ts'
import { encodeFault } from '@openledger/chain/challenger/encodeFault.ts'
import { playClaims } from '@openledger/chain/challenger/playClaims.ts'
import { playData, type Wanted } from '@openledger/chain/challenger/playData.ts'
import { reclaimDemands } from '@openledger/chain/challenger/reclaimDemands.ts'
import { resolveSilence } from '@openledger/chain/challenger/resolveSilence.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { FaultSearch } from '@openledger/core/faults/faultFacts.ts'
import { keccak256 } from 'viem'
import type { Watch } from './openWatch.ts'

/** What a watch says of one open epoch. */
export type WatchReport = {
  readonly number: bigint
  readonly epochHash: `0x${string}`
  readonly verdict: WatchedEpoch['verdict']
  /**
   * holds: nothing to do · void: faulty, and void now · waits: what is missing of it, or its claims, are demanded of who posted it, and not
   * answered yet · stands: it does not hold and is not void
   */
  readonly outcome: 'holds' | 'void' | 'waits' | 'stands'
  /** Kinds of faults found. */
  readonly faults: readonly string[]
  /** Of these, the kinds whose proofs the provers accept. */
  readonly provable: readonly string[]
  /** The kind that was challenged, or could be; `DATA_WITHHELD` where an answer was overdue. */
  readonly kind: string | undefined
  readonly difference: { readonly code: string; readonly message: string } | undefined
  readonly challenge: ChallengeResult | undefined
  /** The chunk that is demanded, of several the one whose answer is due last, and when (Unix seconds). */
  readonly demanded: { readonly tree: DemandedTree; readonly chunk: number; readonly until: bigint } | undefined
  /** Why no challenge succeeded, by the kind of fault. */
  readonly refused: readonly string[]
}

/**
 * Looks at every open epoch, oldest first, and challenges the faulty ones: the first proof that the chain takes wins. Data
 * that was demanded, by whomever, and not answered in time voids an epoch too. A proven fault voids the epochs above it too, so those are gone when their turn comes.
 * @param tell called with each report as soon as it stands
 */
export async function watchOnce(watch: Watch, tell: (report: WatchReport) => void): Promise<readonly WatchReport[]> {
  const { chain, operator, watcher } = watch
  const reports: WatchReport[] = []
  const { finalCount } = await chain.settlement.read.stateOf([operator])
  for (let number = finalCount + 1n; ; number++) {
    const seen = await watcher.check(number)
    if (seen === undefined) break
    const report = await judge(watch, seen)
    reports.push(report)
    tell(report)
  }
  // What was prepaid for chunks of epochs that became void comes back.
  if (watch.challenger !== undefined) await reclaimDemands({ chain, ...watch.challenger }, operator)
  return reports
}

async function judge(watch: Watch, seen: WatchedEpoch): Promise<WatchReport> {
  const { number, epochHash, epoch, verdict, difference, provable, found, claims } = seen
  const refused: string[] = []
  const base: Omit<WatchReport, 'outcome'> = {
    number,
    epochHash,
    verdict,
    faults: found,
    provable: provable.map(({ name }) => name),
    difference: difference === undefined ? undefined : { code: difference.code, message: difference.message },
    kind: provable[0]?.name ?? (claims === undefined ? undefined : 'CLAIM_LEAF_WRONG'),
    challenge: undefined,
    demanded: undefined,
    refused,
  }
  const { chain, challenger, operator } = watch
  const silent =
    challenger &&
    (await unlessReverted(refused, WITHHELD, () => resolveSilence({ chain, ...challenger }, { operator, number })))
  if (silent !== undefined) return { ...base, kind: WITHHELD, outcome: 'void' }
  if (verdict === 'holds') return { ...base, outcome: 'holds' }
  if (challenger === undefined) return { ...base, outcome: 'stands' }
  for (const fault of provable) {
    const challenge = await unlessReverted(refused, fault.name, () => challengeFault({ chain, ...challenger }, fault))
    if (challenge !== undefined) return { ...base, outcome: 'void', kind: fault.name, challenge }
  }
  const wanted = await wantedOf(watch, challenger, seen)
  if (claims === undefined && Object.values(wanted).some(({ length }) => length > 0)) {
    const { chunksAtOnce } = watch
    const ask = () => playData({ chain, ...challenger }, epoch, wanted, chunksAtOnce)
    const move = await unlessReverted(refused, WITHHELD, ask)
    if (move?.step === 'waits') return { ...base, kind: WITHHELD, outcome: 'waits', demanded: placeOf(move) }
    if (move?.step === 'over') return { ...base, kind: WITHHELD, outcome: 'void' }
    if (move !== undefined) refused.push(`${WITHHELD}: ${WHY_NOT[move.step]}`)
  }
  if (claims === undefined) return { ...base, outcome: 'stands' }
  const kind = 'CLAIM_LEAF_WRONG'
  const played = await unlessReverted(refused, kind, () => play({ chain, ...challenger }, claims))
  if (played === undefined) return { ...base, kind, outcome: 'stands' }
  const { move, challenge } = played
  if (move.step === 'waits') return { ...base, kind, outcome: 'waits', demanded: placeOf({ ...move, tree: 'claims' }) }
  if (move.step === 'over' || move.step === 'proof') return { ...base, kind, outcome: 'void', challenge }
  refused.push(
    `${kind}: ${move.step === 'late' ? 'too late to demand the claims' : 'the claims tree was answered and holds'}`,
  )
  return { ...base, kind, outcome: 'stands' }
}

/** Stands in a report for the kind of fault where demanded data was not answered. */
const WITHHELD = 'DATA_WITHHELD'

/** Why nothing more is demanded of an epoch whose data is missing. */
const WHY_NOT = {
  late: 'too late to demand the data',
  untold: 'the data was answered on chain, but this RPC does not tell with what; one with debug_traceTransaction does',
} as const

/**
 * What is demanded of an epoch. Of the calls whose records nothing published tells of, those that a draw picks: its seed is
 * a signature that nobody else can make, the same each time.
 */
async function wantedOf(
  { callsShown }: Watch,
  { account }: NonNullable<Watch['challenger']>,
  { missing, unshown, epochHash }: WatchedEpoch,
): Promise<Required<Wanted>> {
  const { signatures, calls } = unshown
  if (calls.length === 0) return { trees: missing, signatures, records: [] }
  const seed = keccak256(await account.signMessage({ message: { raw: epochHash } }))
  return { trees: missing, signatures, records: drawCalls(seed, calls, callsShown).flatMap(({ leaves }) => leaves) }
}

const placeOf = ({ tree, chunk, until }: NonNullable<WatchReport['demanded']>) => ({ tree, chunk, until })

type Challenger = Pick<Watch, 'chain'> & NonNullable<Watch['challenger']>

/** A move in the game over the claims tree, and the challenge where it brought a proof. */
async function play(challenger: Challenger, search: FaultSearch) {
  const move = await playClaims({ ...challenger, current: search.current })
  const challenge =
    move.step === 'proof' ? await challengeFault(challenger, encodeFault(search, move.fault)) : undefined
  return { move, challenge }
}

/** Does something on chain; what a contract refuses is noted down, by the kind of fault that it was about. */
async function unlessReverted<T>(refused: string[], kind: string, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    const known = OpenLedgerError.find(error)
    if (known?.code !== 'CHAIN_REVERTED') throw error
    refused.push(`${kind}: ${known.message}`)
    return undefined
  }
}
