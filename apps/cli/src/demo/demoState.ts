import { join } from 'node:path'
import { z } from 'zod'
import type { HomePaths } from '../home/homePaths.ts'
import { readJsonFile, writeJsonFile } from '../home/jsonFile.ts'

const callSchema = z.strictObject({
  callId: z.string(),
  model: z.string(),
  kind: z.enum(['training wording', 'held-out wording', 'retrieval', 'base', 'cancelled']),
  question: z.string(),
  expected: z.string().nullable(),
  source: z.string().nullable(),
  answer: z.string(),
  streamed: z.boolean(),
})

const evaluationSchema = z.array(
  z.strictObject({ group: z.string(), asked: z.int(), baseRight: z.int(), adapterRight: z.int() }),
)

/** What the demo remembers between runs, and after a kill: it goes on where it stopped. */
const demoStateSchema = z.strictObject({
  /** Runs that came to their end. */
  finished: z.int().min(0),
  /** The run under way: its number, the calls it has made and its epoch once there is one. */
  current: z.strictObject({ run: z.int().min(1), calls: z.array(callSchema), epoch: z.int().nullable() }).nullable(),
  /** The caller's key; the gateway shows it once. */
  apiKey: z.string().nullable(),
  /** Evaluations by adapter hash: an adapter that is reused is not asked again. */
  evaluations: z.record(z.string(), evaluationSchema),
})
export type DemoState = z.infer<typeof demoStateSchema>
export type StoredCall = z.infer<typeof callSchema>

const fileOf = (paths: HomePaths) => join(paths.demo, 'state.json')

/** The state as it was left; a fresh one the first time. */
export async function loadDemoState(paths: HomePaths): Promise<DemoState> {
  return (
    (await readJsonFile(fileOf(paths), demoStateSchema)) ?? {
      finished: 0,
      current: null,
      apiKey: null,
      evaluations: {},
    }
  )
}

/** Keeps the state, whole or not at all. */
export const saveDemoState = (paths: HomePaths, state: DemoState): Promise<void> => writeJsonFile(fileOf(paths), state)
