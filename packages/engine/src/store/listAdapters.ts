import { readdir } from 'node:fs/promises'
import { adapterIdSchema, type StoredAdapter } from '@openledger/core/api/adapters.ts'
import { readAdapter } from './readAdapter.ts'

/**
 * The adapters in a store, the newest first, and the ids of those whose origin.json is lost.
 * @param dir the store; it need not exist yet
 */
export async function listAdapters(
  dir: string,
): Promise<{ adapters: readonly StoredAdapter[]; damaged: readonly string[] }> {
  const names = await readdir(dir).catch(() => [])
  const ids = names.filter((name) => adapterIdSchema.safeParse(name).success)
  const read = await Promise.all(ids.map((id) => readAdapter(dir, id).catch(() => undefined)))
  return {
    adapters: read.filter((origin) => origin !== undefined).sort((a, b) => b.fetchedAt.localeCompare(a.fetchedAt)),
    damaged: ids.filter((_, i) => read[i] === undefined),
  }
}
