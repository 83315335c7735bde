import { access, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Whether a training ended in this folder: the trainer writes result.json last. */
export async function isComplete(dir: string): Promise<boolean> {
  return access(join(dir, 'result.json')).then(
    () => true,
    () => false,
  )
}

/**
 * Moves a finished training to its place. Where another job with the same inputs was first, its files, which are the
 * same, stay; a folder without a result, as a killed training leaves it, makes way.
 *
 * @param workDir folder of this job; gone afterwards, unless the other's stay.
 */
export async function moveComplete(workDir: string, finalDir: string): Promise<void> {
  if (workDir === finalDir || (await isComplete(finalDir))) return
  try {
    await rename(workDir, finalDir)
  } catch (error) {
    if (await isComplete(finalDir)) return
    const code = (error as NodeJS.ErrnoException).code
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error
    await rm(finalDir, { recursive: true, force: true })
    await rename(workDir, finalDir)
  }
}
