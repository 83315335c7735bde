import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { z } from 'zod'
import { cliErrors } from '../errors.ts'
import type { UploadedFile } from '../operations/uploadFile.ts'
import { uploaders } from './cast.ts'

/** How much the demo trains on: 32 records, the 8-fact fixture, or everything that was accepted. */
export type Slice = 'demo' | 'fixture' | 'full'

/** Names of the trained models on chain. */
export const coderNames: Readonly<Record<Slice, string>> = {
  demo: 'icd10-coder',
  fixture: 'icd10-coder-8',
  full: 'icd10-coder-full',
}

const lines = z.record(z.string(), z.array(z.int().min(1)))
const sliceSchema = z.object({ demo: lines, fixture: lines })

const qaSchema = z.object({ kind: z.literal('qa'), prompts: z.array(z.string()).min(1), answer: z.string() })

/** A question-and-answer record that is trained on. */
export type TrainedFact = {
  readonly commitment: string
  readonly account: string
  readonly prompts: readonly string[]
  readonly answer: string
}

/** The part of a file's name that the slice uses: infectious, noise, … */
export const partOf = (file: string) => basename(file, '.jsonl')

/**
 * The records that the demo trains on: those that examples/medical-coding/slice.json names by line, or all, as far as
 * they were accepted. Records keep their order of upload.
 * @throws CLI_FILE_INVALID when the slice names a record that was not accepted
 */
export async function trainingFacts(
  examples: string,
  slice: Slice,
  uploads: ReadonlyMap<string, UploadedFile>,
): Promise<TrainedFact[]> {
  const named = sliceSchema.parse(JSON.parse(await readFile(join(examples, 'medical-coding', 'slice.json'), 'utf8')))
  const facts: TrainedFact[] = []
  for (const { account, file, datanet } of uploaders) {
    if (datanet !== 'medical') continue
    const upload = uploads.get(account)
    const wanted = slice === 'full' ? undefined : (named[slice][partOf(file)] ?? [])
    for (const [index, record] of (upload?.prepared.records ?? []).entries()) {
      const line = upload?.lines[index] ?? 0
      if (wanted !== undefined && !wanted.includes(line)) continue
      const outcome = upload?.outcome.records.find((entry) => entry.index === index)
      if (outcome?.verdict !== 'accept') {
        if (wanted === undefined) continue
        throw new OpenLedgerError(
          cliErrors.CLI_FILE_INVALID,
          `The slice names line ${line} of ${file}, which was not accepted (${outcome?.reason ?? 'unknown'})`,
        )
      }
      const content = qaSchema.parse(record.content)
      facts.push({ commitment: record.commitment, account, prompts: content.prompts, answer: content.answer })
    }
  }
  return facts
}
