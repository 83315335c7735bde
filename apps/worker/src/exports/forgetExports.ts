import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** For how long a model that was put together is kept, at least, ms. */
const KEPT_MS = 24 * 3_600_000

/**
 * Removes models that were put together more than a day ago: each is as large as its base.
 *
 * @returns names of those that went
 */
export async function forgetExports(folder: string, now_ms: number): Promise<string[]> {
  const gone: string[] = []
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name)
    const made = await stat(path).catch(() => undefined)
    if (made === undefined || now_ms - made.mtimeMs < KEPT_MS) continue
    await rm(path, { recursive: true, force: true })
    gone.push(name)
  }
  return gone
}
