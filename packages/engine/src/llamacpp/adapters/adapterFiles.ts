import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { z } from 'zod'
import type { adapterRefSchema } from '../../engine.ts'
import { engineErrors } from '../../errors.ts'
import { sha256File } from '../sha256File.ts'

/** A validated adapter of a request. */
export type Adapter = z.output<typeof adapterRefSchema>

/** An adapter whose file was found to be what its id says; `bytes`: the file's size. */
export type AdapterFile = Adapter & { readonly bytes: number }

/** Files whose hashes are remembered. */
const REMEMBERED_MAX = 65_536

/** Checks that adapter files are what their ids say; a file that didn't change is hashed once. */
export class AdapterFiles {
  readonly #hashes = new Map<string, string>()

  /**
   * The adapters in a canonical order, without those of scale 0, each with its absolute path.
   * @throws ENGINE_ADAPTER_MISSING, ENGINE_ADAPTER_MISMATCH
   */
  async verify(adapters: readonly Adapter[]): Promise<AdapterFile[]> {
    const used = adapters.filter((adapter) => adapter.scale !== 0)
    const files: AdapterFile[] = []
    for (const adapter of used) files.push(await this.#check({ ...adapter, path: resolve(adapter.path) }))
    return files.sort((a, b) => (a.id < b.id ? -1 : 1))
  }

  async #check(adapter: Adapter): Promise<AdapterFile> {
    const { path } = adapter
    try {
      const { size, mtimeMs, ino } = await stat(path)
      const version = `${path}\n${size}\n${mtimeMs}\n${ino}`
      const hash = this.#hashes.get(version) ?? (await sha256File(path))
      if (this.#hashes.size >= REMEMBERED_MAX) this.#hashes.clear()
      this.#hashes.set(version, hash)
      if (hash === adapter.id) return { ...adapter, bytes: size }
      throw new OpenLedgerError(engineErrors.ENGINE_ADAPTER_MISMATCH, `${path} has SHA-256 ${hash}, not ${adapter.id}`)
    } catch (cause) {
      if (cause instanceof OpenLedgerError) throw cause
      throw new OpenLedgerError(engineErrors.ENGINE_ADAPTER_MISSING, `the adapter ${path} can't be read`, { cause })
    }
  }
}
