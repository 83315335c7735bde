import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { posix } from 'node:path/posix'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { engineErrors } from '../../errors.ts'
import { type Adapter, type AdapterFile, AdapterFiles } from '../../llamacpp/adapters/adapterFiles.ts'
import { AdapterMemory } from '../../llamacpp/adapters/adapterMemory.ts'
import type { EngineLogger } from '../../logger.ts'
import type { VllmClient } from '../server/vllmClient.ts'
import type { ResolvedVllmOptions } from '../vllmOptions.ts'
import type { BaseLayout } from './baseLayout.ts'
import { concatenateLoras } from './concatenateLoras.ts'
import { loadOnServer, namesOnServer, unloadFromServer } from './onServer.ts'
import { readLoraParts } from './readLoraParts.ts'
import { SERVED_PREFIX, servedName } from './servedName.ts'
import { Turns } from './turns.ts'
import { writePeftFolder } from './writePeftFolder.ts'

/** What the server has under a name: one adapter, or several as one. */
type AdapterSet = {
  readonly id: string
  readonly bytes: number
  readonly scale: 1
  readonly files: readonly AdapterFile[]
}

/** A name lent to one call: the server has it until the call ends. */
export type LentName = {
  readonly name: string
  /** Loads it again: the server was started anew, or somebody unloaded it. */
  readonly renew: () => Promise<void>
  readonly end: () => Promise<void>
}

/**
 * The adapters on the server: written where it can read them, loaded under names that never change their meaning, and
 * unloaded and removed when others are used more (see AdapterMemory).
 */
export class ServedAdapters {
  readonly #client: VllmClient
  readonly #layout: BaseLayout
  readonly #folder: string
  readonly #folderThere: string
  readonly #logger: EngineLogger
  readonly #files = new AdapterFiles()
  readonly #turns = new Turns()
  readonly #memory: AdapterMemory<{ readonly name: string }, AdapterSet>

  constructor(
    client: VllmClient,
    layout: BaseLayout,
    { folder, folderThere = folder, max, memory }: ResolvedVllmOptions['adapters'],
    logger: EngineLogger,
  ) {
    this.#client = client
    this.#layout = layout
    this.#folder = folder
    this.#folderThere = folderThere
    this.#logger = logger
    this.#memory = new AdapterMemory({
      budget: memory,
      max,
      load: async (set: AdapterSet) => {
        await this.#bring(set)
        return { name: set.id }
      },
      // Begun at once, so that the same adapters asked for meanwhile are loaded behind it.
      onFree: (name) => void this.#turns.run(name, () => this.#remove(name)),
      free: ({ name }) => this.#turns.run(name, async () => {}),
    })
  }

  get status() {
    return this.#memory.status
  }

  /** Forgets what an engine before this one left on the server and in the folder. */
  async clear(): Promise<void> {
    const ours = (root: string) => posix.dirname(root) === posix.normalize(`${this.#folderThere}/.`)
    for (const { name, root } of await namesOnServer(this.#client))
      if (name.startsWith(SERVED_PREFIX) && ours(root)) await unloadFromServer(this.#client, name)
    for (const name of await readdir(this.#folder).catch(() => []))
      if (name.startsWith(SERVED_PREFIX)) await rm(join(this.#folder, name), { recursive: true, force: true })
  }

  /**
   * Has the server serve adapters, several as one.
   * @returns the name to ask it for; undefined where they change nothing
   * @throws ENGINE_ADAPTER_*, ENGINE_SERVER_*
   */
  async lend(adapters: readonly Adapter[]): Promise<LentName | undefined> {
    const files = await this.#files.verify(adapters)
    if (files.length === 0) return undefined
    const id = servedName(files, this.#folderThere)
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
    const set: AdapterSet = { id, bytes, scale: 1, files }
    const { end } = await this.#memory.borrow([set])
    const renew = async () => {
      this.#logger.info('loading an adapter again that the vLLM server has lost', { name: id })
      await this.#bring(set)
    }
    return { name: id, renew, end }
  }

  #bring(set: AdapterSet): Promise<void> {
    return this.#turns.run(set.id, async () => {
      await this.#write(set)
      await this.#load(set.id)
    })
  }

  async #write({ id, files }: AdapterSet): Promise<void> {
    const folder = join(this.#folder, id)
    if (await isThere(folder)) return
    const parts = await Promise.all(
      files.map(async ({ path, scale }) => readLoraParts(new Uint8Array(await readFile(path)), scale, this.#layout)),
    )
    await writePeftFolder(folder, concatenateLoras(parts))
  }

  async #load(name: string): Promise<void> {
    try {
      await loadOnServer(this.#client, name, posix.join(this.#folderThere, name))
    } catch (error) {
      if (OpenLedgerError.find(error)?.code === engineErrors.ENGINE_ADAPTER_REFUSED.code)
        await rm(join(this.#folder, name), { recursive: true, force: true })
      throw error
    }
  }

  /** What can't be unloaded now is cleared away at the next start, or stays a name that means the same. */
  async #remove(name: string): Promise<void> {
    await unloadFromServer(this.#client, name).catch((error: unknown) =>
      this.#logger.warn('an adapter could not be unloaded', { name, reason: String(error) }),
    )
    await rm(join(this.#folder, name), { recursive: true, force: true }).catch((error: unknown) =>
      this.#logger.warn('an adapter’s folder could not be removed', { name, reason: String(error) }),
    )
  }
}

const isThere = (folder: string) =>
  stat(folder).then(
    () => true,
    () => false,
  )
