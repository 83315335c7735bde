import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ComparedContent } from '@openledger/attribution/nearDuplicates/content.ts'
import { recordContentSchema } from '@openledger/data/record/recordContent.ts'
import { z } from 'zod'
import { paraphrases } from './paraphrases.ts'

/** An honest record, and the same said again in other words where somebody wrote that down. */
export type HonestRecord = { readonly content: ComparedContent; readonly paraphrase: ComparedContent | undefined }

const heldOutSchema = z.object({ answer: z.string(), prompts: z.array(z.string()).min(1) })

/** All honest records of the examples: 60 documents about licences and 270 codes with their wordings. */
export async function honestRecords(root: string): Promise<HonestRecord[]> {
  const licences = await linesOf(join(root, 'examples/licences'), ['contributor-permissive', 'contributor-reciprocal'])
  const medical = join(root, 'examples/medical-coding')
  const codes = await linesOf(join(medical, 'contributions'), ['infectious', 'circulatory', 'injuries'])
  const heldOut = new Map(
    (await linesOf(medical, ['heldout'])).map((line) => heldOutSchema.parse(line)).map((line) => [line.answer, line]),
  )
  return [...licences, ...codes].map((line) => {
    const content = recordContentSchema.parse(line)
    if (content.kind === 'document') {
      const again = paraphrases.find(({ url }) => url === content.url)
      return { content, paraphrase: again && { kind: 'document', title: again.title, text: again.text } }
    }
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
