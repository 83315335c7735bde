import { routeSchema } from '@openledger/core/api/generation.ts'
import { z } from 'zod'

/** How answers are to be made: the API's parameters within its limits. */
export const settingsSchema = z.object({
  system: z.string(),
  maxTokens: z.int().min(1),
  temperature: z.number().min(0).max(2),
  topP: z.number().gt(0).max(1),
  seed: z.int().nullable(),
  stop: z.array(z.string()).max(4),
})
export type Settings = z.infer<typeof settingsSchema>

/** Who is asked: one model, or several that answer together, each with its factor. */
export const sideSchema = z.object({
  /** What it is called. */
  label: z.string(),
  model: z.string(),
  ensemble: z.array(z.object({ model: z.string(), scale: z.number() })).optional(),
})
export type Side = z.infer<typeof sideSchema>

/** One answer to a question, as this tab keeps it. */
const answerSchema = z.object({
  id: z.string(),
  side: sideSchema,
  text: z.string(),
  state: z.enum(['writing', 'done', 'stopped', 'failed', 'cut', 'interrupted']),
  /** Known from the first chunk on. */
  callId: z.string().nullable(),
  /** Of `auto`: which model answers, and why. */
  route: routeSchema.optional(),
  citations: z.array(z.object({ title: z.string(), url: z.string() })),
  error: z.object({ message: z.string(), hint: z.string(), code: z.string() }).nullable(),
})
export type Answer = z.infer<typeof answerSchema>

/** One question and its answers: one, or two side by side. */
const turnSchema = z.object({
  id: z.string(),
  question: z.string(),
  settings: settingsSchema,
  answers: z.array(answerSchema).min(1).max(2),
})
export type Turn = z.infer<typeof turnSchema>

const NAME = 'openledger.chat'

/**
 * What this tab has asked so far. An answer that was being written when the page went away, or in the tab that this one is a
 * copy of, was interrupted here.
 */
export function readTurns(): Turn[] {
  const kept = sessionStorage.getItem(NAME)
  if (kept === null) return []
  let json: unknown
  try {
    json = JSON.parse(kept)
  } catch {
    return []
  }
  const parsed = z.array(turnSchema).safeParse(json)
  if (!parsed.success) return []
  return parsed.data.map((turn) => ({
    ...turn,
    answers: turn.answers.map((one) => (one.state === 'writing' ? { ...one, state: 'interrupted' as const } : one)),
  }))
}

/** Keeps the turns until the tab closes. */
export function keepTurns(turns: readonly Turn[]): void {
  sessionStorage.setItem(NAME, JSON.stringify(turns))
}
