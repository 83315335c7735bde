import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Begins the names of folders in a store that hold nothing finished. */
export const INCOMING = '.incoming-'

/**
 * Removes what killed imports and removals left.
 * @param dir the store
 * @param age_ms younger folders may be at work
 */
export async function sweepIncoming(dir: string, age_ms: number): Promise<void> {
  for (const name of await readdir(dir)) {
    if (!name.startsWith(INCOMING)) continue
    const { mtimeMs } = await stat(join(dir, name)).catch(() => ({ mtimeMs: Date.now() }))
    if (Date.now() - mtimeMs > age_ms) await rm(join(dir, name), { recursive: true, force: true })
  }
}
