import { seededRandom } from '../lib/seededRandom.ts'

/** Deepest reorganisation, in blocks, that the runs' indexers follow. */
export const FINALITY = 4
/** Money sends of a run: powers of two wei, so that the bond tells which arrived, and how often. */
export const SENDS = 4

/** Every step of publishing; a run's process is killed right after one of them. */
export const KILL_STEPS = [
  'intent',
  'prepared',
  'signed',
  'broadcast',
  'sent',
  'raised',
  'raisedBroadcast',
  'receipt',
  'recorded',
] as const
export type KillStep = (typeof KILL_STEPS)[number]

/** What the RPC in front of the chain does in a run. */
export const LIES = [
  'nothing',
  'stalls',
  'drops',
  'duplicates',
  'old height',
  'logs missing',
  'logs forged',
  'receipts wrong',
  'blocks wrong',
  'not JSON',
] as const
export type Lie = (typeof LIES)[number]

/** Everything that a seed decides. */
export type RunPlan = {
  readonly seed: number
  readonly killAfter: KillStep
  /** In which of the sends the kill comes. */
  readonly killIn: number
  readonly lie: Lie
  /** Part of the requests that are lied about. */
  readonly rate: number
  /** Blocks that the first reorganisation takes; FINALITY + 1 must stop the indexer. */
  readonly depth: number
  /** Blocks that the second one takes, after everything was sent. */
  readonly secondDepth: number
  /** Whether a second, honest RPC is compared. */
  readonly compared: boolean
}

/** The same plan for the same seed: kills, lies and depths take turns, so that all of them meet. */
export function planOf(seed: number): RunPlan {
  const random = seededRandom(seed)
  return {
    seed,
    killAfter: KILL_STEPS[seed % KILL_STEPS.length] ?? 'intent',
    killIn: Math.floor(random() * SENDS),
    lie: LIES[seed % LIES.length] ?? 'nothing',
    rate: 0.1 + 0.3 * random(),
    depth: 1 + (Math.floor(seed / 3) % (FINALITY + 1)),
    secondDepth: Math.floor(random() * (FINALITY + 1)),
    compared: seed % 4 === 3,
  }
}
