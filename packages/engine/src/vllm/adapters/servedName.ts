import { createHash } from 'node:crypto'
import { canonicalJson } from '@openledger/core/json/canonicalJson.ts'

/** Before the names of all adapters of ours on a server. */
export const SERVED_PREFIX = 'openledger-'

/** Counted up when the same adapters are written in another way: a name never means other weights than before. */
const WRITTEN_AS = 1

/**
 * The name that some adapters with their scales have together on the server, and their folder too. It follows from what
 * is in them: ids are the hashes of their files. So a name never changes its meaning, and one that the server has already
 * is what is asked for.
 *
 * @param adapters in a canonical order
 * @param folder that the server reads: names of two engines with a folder each don't meet
 */
export function servedName(
  adapters: readonly { readonly id: string; readonly scale: number }[],
  folder: string,
): string {
  const parts = adapters.map(({ id, scale }) => ({ id, scale: String(scale) }))
  const content = canonicalJson({ adapters: parts, folder, writtenAs: String(WRITTEN_AS) })
  return `${SERVED_PREFIX}${createHash('sha256').update(content).digest('hex')}`
}
