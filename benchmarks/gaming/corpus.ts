import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ComparedContent } from '@openledger/attribution/nearDuplicates/content.ts'
import { recordContentSchema } from '@openledger/data/record/recordContent.ts'
import { z } from 'zod'

/** An honest record, and the same said again in other words where somebody wrote that down. */
export type HonestRecord = { readonly content: ComparedContent; readonly paraphrase: ComparedContent | undefined }

const paraphraseSchema = z.object({ id: z.string(), title: z.string(), text: z.string() })
const heldOutSchema = z.object({ answer: z.string(), prompts: z.array(z.string()).min(1) })

/** All honest records of the examples: 60 documents about licences and 270 codes with their wordings. */
export async function honestRecords(root: string): Promise<HonestRecord[]> {
  const licences = await linesOf(join(root, 'examples/licences'), ['contributor-permissive', 'contributor-reciprocal'])
  const medical = join(root, 'examples/medical-coding')
  const codes = await linesOf(join(medical, 'contributions'), ['infectious', 'circulatory', 'injuries'])
  // Written by hand for this bench: other words, same facts, nothing quoted. An attacker's work, not a program's.
  const paraphrases = new Map(
    (await linesOf(join(root, 'benchmarks/gaming'), ['paraphrases']))
      .map((line) => paraphraseSchema.parse(line))
      .map(({ id, title, text }) => [
        `https://spdx.org/licenses/${id}.html`,
        { kind: 'document' as const, title, text },
      ]),
  )
  const heldOut = new Map(
    (await linesOf(medical, ['heldout'])).map((line) => heldOutSchema.parse(line)).map((line) => [line.answer, line]),
  )
  return [...licences, ...codes].map((line) => {
    const content = recordContentSchema.parse(line)
    if (content.kind === 'document') return { content, paraphrase: paraphrases.get(content.url) }
    const again = heldOut.get(content.answer)
    return { content, paraphrase: again && { kind: 'qa', ...again } }
  })
}

async function linesOf(folder: string, names: readonly string[]): Promise<unknown[]> {
  const files = await Promise.all(names.map(async (name) => readFile(join(folder, `${name}.jsonl`), 'utf8')))
  return files.flatMap((text) =>
    text
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line)),
  )
}
