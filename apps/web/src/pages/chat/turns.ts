import { z } from 'zod'

/** One question and its answer, as this tab keeps it. */
export const turnSchema = z.object({
  id: z.string(),
  model: z.string(),
  question: z.string(),
  answer: z.string(),
  state: z.enum(['writing', 'done', 'stopped', 'failed', 'interrupted']),
  /** Known from the first chunk on. */
  callId: z.string().nullable(),
  citations: z.array(z.object({ title: z.string(), url: z.string() })),
  error: z.object({ message: z.string(), hint: z.string(), code: z.string() }).nullable(),
})

export type Turn = z.infer<typeof turnSchema>

const NAME = 'openledger.chat'

/** What this tab has asked so far. An answer that was being written when the page went away was interrupted. */
export function readTurns(): Turn[] {
  const kept = sessionStorage.getItem(NAME)
  if (kept === null) return []
  const parsed = z.array(turnSchema).safeParse(JSON.parse(kept))
  if (!parsed.success) return []
  return parsed.data.map((turn) => (turn.state === 'writing' ? { ...turn, state: 'interrupted' } : turn))
}

/** Keeps the turns until the tab closes. */
export function keepTurns(turns: readonly Turn[]): void {
  sessionStorage.setItem(NAME, JSON.stringify(turns))
}
