import { join } from 'node:path'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { assertComplete, bytesMaxOf, CONFIG, LICENCES, PICKLE, TAKEN_FILES, WEIGHTS } from '../adapterFiles.ts'
import { storeErrors } from '../errors.ts'

/** A place that has files by name. */
export type FileReader = {
  /** Copies a file to a path; false when there is none of this name. */
  readonly read: (name: string, path: string, bytesMax: number) => Promise<boolean>
  /** Whether there is a file of this name. */
  readonly has: (name: string) => Promise<boolean>
}

/**
 * Copies an adapter's files by name, the small ones first; nothing else of the place is asked for.
 * @throws ADAPTER_PICKLE, ADAPTER_FILE_MISSING, and what the reader throws
 */
export async function takeFiles(reader: FileReader, folder: string, bytesMax: number): Promise<void> {
  const names = new Set<string>()
  const take = async (name: string) => {
    const there = await reader.read(name, join(folder, name), bytesMaxOf(name, bytesMax))
    if (there) names.add(name)
    return there
  }
  await take(CONFIG)
  if (!(await take(WEIGHTS)) && (await reader.has(PICKLE))) names.add(PICKLE)
  assertComplete(names)
  for (const name of TAKEN_FILES) {
    const isLicence = LICENCES.some((known) => known === name)
    const hasLicence = LICENCES.some((known) => names.has(known))
    if (!names.has(name) && !(isLicence && hasLicence)) await take(name).catch(asAbsent)
  }
}

/** A bucket that may not be listed answers 403 for what it does not have. */
function asAbsent(error: unknown): void {
  if (OpenLedgerError.find(error)?.code !== storeErrors.ADAPTER_SOURCE_NOT_FOUND.code) throw error
}
