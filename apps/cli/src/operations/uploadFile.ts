import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Contribution } from '@openledger/core/api/contributions.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { canonicalJson } from '@openledger/core/json/canonicalJson.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import {
  contribute,
  type PreparedContribution,
  prepareContribution,
  preparedContributionSchema,
} from '@openledger/sdk/index.ts'
import { z } from 'zod'
import { cliErrors } from '../errors.ts'
import { readJsonFile, writeJsonFile } from '../home/jsonFile.ts'
import type { Actor } from './session.ts'

const contentSchema = z.record(z.string(), z.unknown())

/** A line that is no record at all: it is neither signed nor sent. */
export type MalformedLine = { readonly line: number; readonly code: string; readonly reason: string }

/** What became of a file of records, with the contribution as it was signed. */
export type UploadedFile = {
  readonly prepared: PreparedContribution
  readonly outcome: Contribution
  /** Line of the file (from 1) of each signed record, in the order of `prepared.records`. */
  readonly lines: readonly number[]
  readonly malformed: readonly MalformedLine[]
}

/**
 * Reads a JSONL file of records, signs them as one contribution and brings it all the way. The salts are kept in the
 * folder before anything is sent; the same file for the same Datanet goes on where it stopped. Lines that are no JSON
 * object are reported and left out.
 * @param options.folder where prepared contributions are kept
 * @throws CLI_FILE_INVALID when no line is a record; the gateway's errors
 */
export async function uploadFile(
  actor: Actor,
  options: {
    readonly datanetId: Hex32
    readonly file: string
    readonly folder: string
    /** SPDX expression of what the records are made from. */
    readonly licence?: string | undefined
    readonly signal?: AbortSignal
  },
): Promise<UploadedFile> {
  const { datanetId, file, folder } = options
  const { contents, lines, malformed } = parseLines(await readFile(file, 'utf8'))
  if (contents.length === 0)
    throw new OpenLedgerError(
      cliErrors.CLI_FILE_INVALID,
      `${file} holds no record (${malformed.length} malformed lines)`,
    )
  const key = hashText(canonicalJson([actor.account.address.toLowerCase(), datanetId, contents])).slice(2, 18)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `${actor.name}-${key}.json`)
  let prepared = await readJsonFile(path, preparedContributionSchema)
  if (prepared === undefined) {
    prepared = await prepareContribution({ info: actor.ledger.info, datanetId, account: actor.account, contents })
    await writeJsonFile(path, prepared)
  }
  const outcome = await contribute(actor.ledger, prepared, {
    licence: options.licence,
    ...(options.signal ? { signal: options.signal } : {}),
  })
  return { prepared, outcome, lines, malformed }
}

function parseLines(text: string) {
  const contents: Readonly<Record<string, unknown>>[] = []
  const lines: number[] = []
  const malformed: MalformedLine[] = []
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const content = parseLine(line)
    if (content === undefined) {
      malformed.push({
        line: i + 1,
        code: cliErrors.CLI_LINE_NOT_A_RECORD.code,
        reason: `Line ${i + 1} is not a JSON object: it was not signed.`,
      })
    } else {
      contents.push(content)
      lines.push(i + 1)
    }
  }
  return { contents, lines, malformed }
}

function parseLine(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return contentSchema.parse(JSON.parse(line))
  } catch {
    return undefined
  }
}
