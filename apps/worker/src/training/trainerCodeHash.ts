import { readdir, readFile } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { canonicalHash } from '@openledger/core/json/canonicalJson.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'

/**
 * Keccak-256 over the trainer's source files, those of its folders included, paths and contents: the `codeHash` that the
 * trainer itself puts into manifests and indexes.
 *
 * @param trainerFolder folder that holds the package openledger_trainer.
 */
export async function trainerCodeHash(trainerFolder: string): Promise<Hex32> {
  const folder = join(trainerFolder, 'openledger_trainer')
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.py'))
  const sources = await Promise.all(
    files.map(async (file) => [file.replaceAll(sep, '/'), await readFile(join(folder, file), 'utf8')] as const),
  )
  return canonicalHash(Object.fromEntries(sources))
}
