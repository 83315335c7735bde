import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { WorkerDeps } from '../workerDeps.ts'
import { countErased } from './countErased.ts'
import { readSpanFolder } from './spanFolder.ts'
import { forgetSpans } from './versionSpans.ts'

/**
 * Removes indexes that hold words of records which were withdrawn since they were made; the next call makes them anew,
 * without those words.
 *
 * @returns how many went
 */
export async function eraseSpans({
  db,
  modelsDir,
  logger,
}: Pick<WorkerDeps, 'db' | 'modelsDir' | 'logger'>): Promise<number> {
  const parent = join(modelsDir, 'spans')
  const names = await readdir(parent).catch(() => [])
  let gone = 0
  for (const name of names) {
    const made = readSpanFolder(name)
    if (made === undefined || made.erased === (await countErased(db, made.root))) continue
    const folder = join(parent, name)
    forgetSpans(folder)
    await rm(folder, { recursive: true, force: true })
    gone += 1
    logger.info({ root: made.root }, 'an index of words went with a withdrawn record')
  }
  return gone
}
