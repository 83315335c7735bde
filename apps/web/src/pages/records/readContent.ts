import { z } from 'zod'

const contentSchema = z.union([
  z.object({ kind: z.literal('qa'), prompts: z.array(z.string()), answer: z.string() }),
  z.object({ kind: z.literal('document'), title: z.string(), text: z.string(), url: z.string() }),
])

/** What a record says. */
export type ShownContent = z.infer<typeof contentSchema> & { readonly head: string; readonly body: string }

/** A record's content with its first line and what follows; undefined where there is none. */
export function readContent(content: unknown): ShownContent | undefined {
  const parsed = contentSchema.safeParse(content).data
  if (parsed === undefined) return undefined
  return parsed.kind === 'qa'
    ? { ...parsed, head: parsed.prompts[0] ?? '', body: parsed.answer }
    : { ...parsed, head: parsed.title, body: parsed.text }
}
