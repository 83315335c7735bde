import { open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { z } from 'zod'
import { chainErrors } from '../errors.ts'

/** What must be in a state file so that anvil can load it. */
const stateSchema = z.looseObject({
  block: z.looseObject({ number: z.union([z.string(), z.number()]) }),
  accounts: z.record(z.string(), z.unknown()),
  best_block_number: z.union([z.string(), z.number()]),
  blocks: z.array(z.unknown()),
  transactions: z.array(z.unknown()),
})

/** Block number of a state file's text, or undefined when the text is not a whole state (anvil was killed while writing). */
export function stateBlockNumber(text: string): bigint | undefined {
  try {
    return BigInt(stateSchema.parse(JSON.parse(text)).best_block_number)
  } catch {
    return undefined
  }
}

/** Where the last whole copy of a state file is kept. */
export function backupPath(stateFile: string): string {
  return `${stateFile}.backup`
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Numbers temporary files: two writers of one path must not share one. */
let writes = 0

/** Writes so that a kill at any moment leaves either the old file or the new one. */
async function writeWhole(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}-${++writes}.tmp`
  const handle = await open(temporary, 'w')
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(temporary, path)
}

/** Removes what a killed writer left. */
async function removeTemporaries(stateFile: string): Promise<void> {
  const names = await readdir(dirname(stateFile))
  const left = names.filter((name) => name.startsWith(basename(stateFile)) && name.endsWith('.tmp'))
  await Promise.all(left.map((name) => rm(join(dirname(stateFile), name), { force: true })))
}

/**
 * Makes the state file loadable before anvil starts: anvil rewrites it in place, so a kill can leave half of it. A
 * broken file is replaced by the last whole copy; blocks after that copy are forgotten, and whoever sent their
 * transactions sends them again (see the publisher).
 * @returns where the state comes from
 * @throws CHAIN_STATE_UNREADABLE when neither the file nor its copy is whole: a chain is never replaced by an empty one silently
 */
export async function repairStateFile(stateFile: string): Promise<'none' | 'state' | 'backup'> {
  await removeTemporaries(stateFile)
  const text = await readIfThere(stateFile)
  if (text !== undefined && stateBlockNumber(text) !== undefined) {
    await writeWhole(backupPath(stateFile), text)
    return 'state'
  }
  const backup = await readIfThere(backupPath(stateFile))
  if (backup !== undefined && stateBlockNumber(backup) !== undefined) {
    await writeWhole(stateFile, backup)
    return 'backup'
  }
  // A first start that was killed before anything was whole: there was never a chain to lose.
  if (backup === undefined) {
    await rm(stateFile, { force: true })
    return 'none'
  }
  throw new OpenLedgerError(chainErrors.CHAIN_STATE_UNREADABLE, `Neither ${stateFile} nor its backup is a whole state.`)
}

/** What the keeper of the backup remembers between two looks. */
export type BackupMark = { readonly text: string; readonly blockNumber: bigint }

/**
 * Copies the state file to its backup when it is whole and differs from what was copied last.
 * @param last what was copied last
 * @returns what stands in the backup now: `last` when there was nothing new or the file was half written
 */
export async function backUpStateFile(
  stateFile: string,
  last: BackupMark | undefined,
): Promise<BackupMark | undefined> {
  const text = await readIfThere(stateFile)
  if (text === undefined || text === last?.text) return last
  const blockNumber = stateBlockNumber(text)
  if (blockNumber === undefined) return last
  await writeWhole(backupPath(stateFile), text)
  return { text, blockNumber }
}
