import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { DB_ERRORS } from '../errors.ts'

/**
 * Locks a folder for this process. The lock is SQLite's file lock on a file beside the data: the operating system
 * lets go of it when the process ends, however it ends, so nothing stale is left to clean up.
 *
 * @param folder - the folder; made when missing
 * @returns lets go of the lock
 * @throws DB_LOCKED when another process (or another opening in this one) holds it
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true })
  const file = new DatabaseSync(join(folder, 'lock.sqlite'))
  try {
    file.exec('BEGIN EXCLUSIVE')
  } catch (cause) {
    file.close()
    throw new OpenLedgerError(DB_ERRORS.DB_LOCKED, `The database folder ${folder} is open in another process.`, {
      cause,
    })
  }
  return () => file.close()
}
