import { mkdir, mkdtemp, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { sha256File } from '../llamacpp/sha256File.ts'
import { CARD, CONFIG, LICENCES, WEIGHTS } from './adapterFiles.ts'
import { matchBase, nameEvidence } from './base/matchBase.ts'
import { readBaseShape } from './base/readBaseShape.ts'
import { readConfig } from './config/readConfig.ts'
import { rebuildConfig } from './config/rebuildConfig.ts'
import { checkConverted } from './convert/checkConverted.ts'
import type { ConvertAdapter } from './convert/convertAdapter.ts'
import { storeErrors } from './errors.ts'
import { INCOMING, sweepIncoming } from './incoming.ts'
import { readLicence } from './licence/readLicence.ts'
import type { ResolveHost } from './net/resolveOnce.ts'
import { adapterIdOf, ORIGIN, type Origin, SERVED } from './origin.ts'
import { describeSource, parseSource } from './parseSource.ts'
import { readAdapter } from './readAdapter.ts'
import { loraModules } from './safetensors/loraModules.ts'
import { readHeader } from './safetensors/readHeader.ts'
import { writeCanonical } from './safetensors/writeCanonical.ts'
import { type FindRegistered, fetchSource } from './sources/fetchSource.ts'
import type { StoreSettings } from './storeSettings.ts'
import { verifyAdapter } from './verifyAdapter.ts'

/** A store and what it works with. */
export type AdapterStore = {
  /** Folder of the store; made when it is missing. */
  readonly dir: string
  /** The base model that adapters are held against: the engine's id, its GGUF, that file's SHA-256 (hex). */
  readonly base: { readonly id: string; readonly file: string; readonly sha256: string }
  readonly settings: StoreSettings
  readonly convert: ConvertAdapter
  readonly findRegistered: FindRegistered
  /** Looks up host names; the system's resolver unless set. */
  readonly resolve?: ResolveHost
}

export type ImportOptions = {
  /** The licence, where the source does not say it. */
  readonly licence?: string | undefined
  /** Refuse another content: the adapter's id, or the SHA-256 of its weights file as the source has it. */
  readonly expected?: string | undefined
  readonly signal: AbortSignal
}

/**
 * Takes an adapter into the store, or finds it there.
 *
 * Everything happens in a folder beside the adapters; one rename puts it among them when all checks have passed. So an
 * adapter is in the store whole or not at all, whatever fails or is killed, and the same content is there once.
 *
 * @param text the source, see parseSource
 * @returns what is known of the adapter, and whether it was there before
 * @throws ADAPTER_*: see errors.ts; the store is as it was before
 */
export async function importAdapter(
  text: string,
  options: ImportOptions,
  store: AdapterStore,
): Promise<{ readonly origin: Origin; readonly found: boolean }> {
  const source = parseSource(text)
  const { dir, settings } = store
  await mkdir(dir, { recursive: true })
  await sweepIncoming(dir, 2 * settings.time_s * 1_000 + 3_600_000)
  const work = await mkdtemp(join(dir, INCOMING))
  const late = new AbortController()
  const signal = AbortSignal.any([options.signal, late.signal])
  const timer = setTimeout(() => late.abort(tooSlow(settings.time_s)), settings.time_s * 1_000)
  try {
    const fetched = join(work, 'fetched')
    await mkdir(fetched)
    const net = { settings, signal, resolve: store.resolve }
    const { revision } = await fetchSource(source, fetched, settings, net, store.findRegistered)
    clearTimeout(timer)
    const facts = { source: describeSource(source), revision }
    return await keep({ fetched, kept: join(work, 'kept') }, facts, { ...options, signal }, store)
  } catch (error) {
    throw signal.aborted && OpenLedgerError.find(error) === undefined ? signal.reason : error
  } finally {
    clearTimeout(timer)
    await rm(work, { recursive: true, force: true })
  }
}

/** Checks what was fetched, converts it, and moves it among the adapters. */
async function keep(
  { fetched, kept }: { readonly fetched: string; readonly kept: string },
  facts: Pick<Origin, 'source' | 'revision'>,
  { licence: said, expected, signal }: ImportOptions,
  { dir, base, convert }: AdapterStore,
) {
  const authored = readConfig(await readFile(join(fetched, CONFIG), 'utf8'))
  const tensors = await readHeader(join(fetched, WEIGHTS))
  const modules = loraModules(tensors)
  const config = rebuildConfig(authored, modules)
  const shape = await readBaseShape(base.file)
  matchBase(modules, shape)
  const texts = await readTexts(fetched)
  const licence = readLicence(said, texts.get(CARD), texts.get(LICENCES[0]))

  await mkdir(kept)
  await writeCanonical(join(fetched, WEIGHTS), tensors, join(kept, WEIGHTS), signal)
  await writeFile(join(kept, CONFIG), `${JSON.stringify(config, null, 2)}\n`, { flush: true })
  for (const [name, content] of texts) await writeFile(join(kept, name), content, { flush: true })
  const id = adapterIdOf(await sha256File(join(kept, CONFIG)), await sha256File(join(kept, WEIGHTS)))
  const weightsAsFetched = await sha256File(join(fetched, WEIGHTS))
  assertExpected(expected, id, weightsAsFetched)
  const known = await findKept(dir, id, base)
  if (known !== undefined) return { origin: known, found: true }

  const { heads, kvHeads } = shape
  await convert({ folder: kept, out: join(kept, SERVED), heads, kvHeads, signal })
  await checkConverted(join(kept, SERVED), modules)
  await syncFile(join(kept, SERVED))
  const declared = authored.base_model_name_or_path ?? null
  const origin: Origin = {
    format: 1,
    id,
    ...facts,
    weightsAsFetched,
    fetchedAt: new Date().toISOString(),
    licence,
    base: { id: base.id, sha256: base.sha256, declared, named: nameEvidence(declared, base.id) },
    modules: modules.length,
    rank: Math.max(...modules.map(({ rank }) => rank)),
    files: await hashFiles(kept),
  }
  await writeFile(join(kept, ORIGIN), `${JSON.stringify(origin, null, 2)}\n`, { flush: true })
  return moveKept(kept, dir, origin, base)
}

/** Model card and licence, by the names under which they are kept. */
async function readTexts(fetched: string): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>()
  for (const [name, kept] of [[CARD, CARD], ...LICENCES.map((found) => [found, LICENCES[0]] as const)] as const) {
    const text = await readFile(join(fetched, name), 'utf8').catch(() => undefined)
    if (text !== undefined && !texts.has(kept)) texts.set(kept, text)
  }
  return texts
}

function assertExpected(expected: string | undefined, id: string, weights: string): void {
  if (expected === undefined || expected === id || expected === weights) return
  throw new OpenLedgerError(
    storeErrors.ADAPTER_HASH_MISMATCH,
    `The content is ${id} (weights as they came: ${weights}), not ${expected}.`,
  )
}

/** The adapter with this content, if the store has it whole and for this base. */
async function findKept(dir: string, id: string, base: AdapterStore['base']): Promise<Origin | undefined> {
  const known = await readAdapter(dir, id).catch((error: unknown) => {
    if (OpenLedgerError.find(error)?.code === storeErrors.ADAPTER_NOT_FOUND.code) return undefined
    throw error
  })
  if (known === undefined) return undefined
  if (known.base.sha256 !== base.sha256) {
    const message = `The adapter ${id} is in the store for another base, ${known.base.id}: remove it there first.`
    throw new OpenLedgerError(storeErrors.ADAPTER_BASE_MISMATCH, message)
  }
  return verifyAdapter(dir, id)
}

async function hashFiles(folder: string): Promise<Origin['files']> {
  const names = (await readdir(folder)).sort()
  const entries = names.map(async (name) => {
    const path = join(folder, name)
    return [name, { bytes: (await stat(path)).size, sha256: await sha256File(path) }] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

/** Renames the finished folder to its id; where another import of the same content was first, its files stay. */
async function moveKept(kept: string, dir: string, origin: Origin, base: AdapterStore['base']) {
  try {
    await rename(kept, join(dir, origin.id))
  } catch (error) {
    const known = await findKept(dir, origin.id, base)
    if (known === undefined) throw error
    return { origin: known, found: true }
  }
  await syncFile(dir)
  return { origin, found: false }
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path)
  await handle.sync().finally(() => handle.close())
}

function tooSlow(seconds: number): OpenLedgerError {
  return new OpenLedgerError(
    storeErrors.ADAPTER_DOWNLOAD_TIMEOUT,
    `Fetching the adapter took longer than ${seconds} s.`,
  )
}
