import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { recordContentSchema } from '@openledger/data/record/recordContent.ts'
import { records } from '@openledger/db/schema/records.ts'
import type { AttributionDeps } from '@openledger/worker/attribution/attributionDeps.ts'
import { z } from 'zod'

/** A question with the record that its answer was learnt from; null: nothing that was trained on answers it. */
export type AskedQuestion = { readonly text: string; readonly source: Hex32 | null; readonly kind: string }

const sliceSchema = z.object({ demo: z.record(z.string(), z.array(z.int())) })
const factSchema = z.object({ answer: z.string(), prompts: z.array(z.string()).min(4) })

const linesOf = async (file: string) => (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim() !== '')

/**
 * Questions about medical codes in wordings that no record has: about the facts that the demo's model was trained on, in
 * every such wording, and about their siblings, which lie in the same Datanet and were not trained on, in one each.
 */
export async function factQuestions(
  root: string,
  { db, contents }: Pick<AttributionDeps, 'db' | 'contents'>,
): Promise<{ readonly trained: readonly AskedQuestion[]; readonly siblings: readonly AskedQuestion[] }> {
  const folder = join(root, 'examples', 'medical-coding')
  const { demo } = sliceSchema.parse(JSON.parse(await readFile(join(folder, 'slice.json'), 'utf8')))
  const trainedAnswers = new Set<string>()
  for (const [part, numbers] of Object.entries(demo)) {
    const lines = await linesOf(join(folder, 'contributions', `${part}.jsonl`))
    for (const number of numbers)
      trainedAnswers.add(z.object({ answer: z.string() }).parse(JSON.parse(lines[number - 1] ?? '')).answer)
  }
  const rows = await db.select().from(records)
  const sources = new Map<string, Hex32>()
  for (const row of rows) {
    if (row.verdict !== 'accept') continue
    const { commitment } = row
    const parsed = recordContentSchema.safeParse(contents.open(row, row.content))
    if (parsed.success && parsed.data.kind === 'qa') sources.set(parsed.data.answer, commitment)
  }
  const trained: AskedQuestion[] = []
  const siblings: AskedQuestion[] = []
  for (const [place, line] of (await linesOf(join(folder, 'heldout.jsonl'))).entries()) {
    const { answer, prompts } = factSchema.parse(JSON.parse(line))
    const source = sources.get(answer)
    if (trainedAnswers.has(answer) && source !== undefined)
      trained.push(...prompts.map((text) => ({ text, source, kind: 'trained fact' })))
    else siblings.push({ text: prompts[place % prompts.length] ?? '', source: null, kind: 'held-out sibling' })
  }
  return { trained, siblings }
}
