import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { z } from 'zod'
import { cliErrors } from '../errors.ts'

/**
 * Reads a JSON file through a schema.
 * @returns the value, or undefined when there is no such file
 * @throws CLI_FILE_INVALID when it is there but not what it should be
 */
export async function readJsonFile<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
  try {
    return schema.parse(JSON.parse(text))
  } catch (cause) {
    throw new OpenLedgerError(cliErrors.CLI_FILE_INVALID, `${path} does not hold what it should`, { cause })
  }
}

/** Writes a JSON file so that a kill leaves the old one or the new one, never half of one. */
export async function writeJsonFile(path: string, value: unknown, mode = 0o600): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const temporary = `${path}.${randomUUID()}.tmp`
  const text = JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? item.toString() : item), 2)
  await writeFile(temporary, `${text}\n`, { mode })
  await rename(temporary, path)
}
