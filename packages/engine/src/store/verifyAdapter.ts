import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { StoredAdapter } from '@openledger/core/api/adapters.ts'
import { sha256File } from '../llamacpp/sha256File.ts'
import { CONFIG, WEIGHTS } from './adapterFiles.ts'
import { adapterIdOf, ORIGIN, SERVED } from './origin.ts'
import { damaged, readAdapter } from './readAdapter.ts'

/**
 * Hashes an adapter's files again: they must be those of its origin.json and no others, and the id must follow from
 * them. That the served file follows from the weights is not checked here; removing the adapter and adding it makes it again.
 * @param dir the store
 * @throws ADAPTER_NOT_FOUND, ADAPTER_DAMAGED
 */
export async function verifyAdapter(dir: string, id: string): Promise<StoredAdapter> {
  const origin = await readAdapter(dir, id)
  const names = (await readdir(join(dir, id))).filter((name) => name !== ORIGIN)
  const lost = Object.keys(origin.files).find((name) => !names.includes(name))
  const foreign = names.find((name) => !Object.hasOwn(origin.files, name))
  if (lost !== undefined) throw damaged(id, `lacks ${lost}`)
  if (foreign !== undefined) throw damaged(id, `has the foreign file ${foreign}`)
  for (const name of names) {
    const path = join(dir, id, name)
    const { size } = await stat(path)
    const kept = origin.files[name]
    if (size !== kept?.bytes || (await sha256File(path)) !== kept.sha256)
      throw damaged(id, `has another ${name} than was kept`)
  }
  const { [CONFIG]: config, [WEIGHTS]: weights, [SERVED]: served } = origin.files
  if (config === undefined || weights === undefined || served === undefined) throw damaged(id, 'lacks a file')
  if (adapterIdOf(config.sha256, weights.sha256) !== id) throw damaged(id, 'is not what its id says')
  return origin
}
