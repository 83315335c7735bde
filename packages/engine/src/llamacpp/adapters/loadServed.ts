import { randomUUID } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LlamaModel } from 'node-llama-cpp'
import type { Exclusively } from '../exclusively.ts'
import { type LoadedAdapter, loadAdapter } from './nativeAdapter.ts'
import { padAdapter } from './padAdapter.ts'

/**
 * Reads an adapter into memory in the form that is served (see `padAdapter`). llama.cpp reads files only, so what was
 * changed lies in a file of its own while it does.
 *
 * @param path absolute
 * @param exclusively only the loading itself needs the model for itself
 * @throws llama.cpp's error when the file is no adapter for this model; the file system's
 */
export async function loadServed(model: LlamaModel, path: string, exclusively: Exclusively): Promise<LoadedAdapter> {
  const original = await readFile(path)
  const { bytes, isExact } = padAdapter(original)
  const load = async (file: string) => ({ native: await exclusively(() => loadAdapter(model, file)), isExact })
  if (bytes === original) return load(path)
  const changed = join(tmpdir(), `openledger-adapter-${randomUUID()}.gguf`)
  try {
    await writeFile(changed, bytes, { flag: 'wx', mode: 0o600 })
    return await load(changed)
  } finally {
    await rm(changed, { force: true })
  }
}
