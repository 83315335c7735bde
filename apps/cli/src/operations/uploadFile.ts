import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Contribution } from '@openledger/core/api/contributions.ts'
import { canonicalJson } from '@openledger/core/json/canonicalJson.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { contribute, type PreparedContribution, prepareContribution, preparedContributionSchema } from '@openledger/sdk/index.ts'
import { z } from 'zod'
import { cliErrors } from '../errors.ts'
import { readJsonFile, writeJsonFile } from '../home/jsonFile.ts'
import type { Actor } from './session.ts'

const contentSchema = z.record(z.string(), z.unknown())

/** What became of a file of records, with the contribution as it was signed. */
export type UploadedFile = { readonly prepared: PreparedContribution; readonly outcome: Contribution }

/**
 * Reads a JSONL file of records, signs them as one contribution and brings it all the way. The salts are kept in the
 * folder before anything is sent; the same file for the same Datanet goes on where it stopped.
 * @param options.folder where prepared contributions are kept
 * @throws CLI_FILE_INVALID with the line that is no JSON object; the gateway's errors
 */
export async function uploadFile(
  actor: Actor,
  options: { readonly datanetId: Hex32; readonly file: string; readonly folder: string; readonly signal?: AbortSignal },
): Promise<UploadedFile> {
  const { datanetId, file, folder } = options
  const contents = parseLines(await readFile(file, 'utf8'), file)
  const key = hashText(canonicalJson([actor.account.address.toLowerCase(), datanetId, contents])).slice(2, 18)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `${actor.name}-${key}.json`)
  let prepared = await readJsonFile(path, preparedContributionSchema)
  if (prepared === undefined) {
    prepared = await prepareContribution({ info: actor.ledger.info, datanetId, account: actor.account, contents })
    await writeJsonFile(path, prepared)
  }
  const outcome = await contribute(actor.ledger, prepared, options.signal ? { signal: options.signal } : {})
  return { prepared, outcome }
}

function parseLines(text: string, file: string): Readonly<Record<string, unknown>>[] {
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return []
    try {
      return [contentSchema.parse(JSON.parse(line))]
    } catch (cause) {
      throw new OpenLedgerError(cliErrors.CLI_FILE_INVALID, `${file}, line ${i + 1}: not a JSON object`, { cause, details: { line: i + 1 } })
    }
  })
}
