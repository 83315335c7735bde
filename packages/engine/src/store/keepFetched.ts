import { mkdir, open, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { StoredAdapter } from '@openledger/core/api/adapters.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { sha256File } from '../llamacpp/sha256File.ts'
import { CARD, CONFIG, LICENCES, WEIGHTS } from './adapterFiles.ts'
import type { AdapterStore, Imported, ImportOptions } from './adapterStore.ts'
import { matchBase, nameEvidence } from './base/matchBase.ts'
import { readBaseShape } from './base/readBaseShape.ts'
import { readConfig } from './config/readConfig.ts'
import { rebuildConfig } from './config/rebuildConfig.ts'
import { checkConverted } from './convert/checkConverted.ts'
import { storeErrors } from './errors.ts'
import { readLicence } from './licence/readLicence.ts'
import { adapterIdOf, ORIGIN, SERVED } from './origin.ts'
import { readAdapter } from './readAdapter.ts'
import { loraModules } from './safetensors/loraModules.ts'
import { readHeader } from './safetensors/readHeader.ts'
import { writeCanonical } from './safetensors/writeCanonical.ts'
import { verifyAdapter } from './verifyAdapter.ts'

/**
 * Checks what was fetched, converts it, and moves it among the adapters of the store.
 * @param folders `fetched` holds the source's files; `kept` is made, and renamed when all is well
 * @param facts where the files came from
 * @throws ADAPTER_*; then nothing but the two folders was written
 */
export async function keepFetched(
  { fetched, kept }: { readonly fetched: string; readonly kept: string },
  facts: Pick<StoredAdapter, 'source' | 'revision'>,
  { licence: said, expected, signal }: ImportOptions,
  { dir, base, convert }: AdapterStore,
): Promise<Imported> {
  const authored = readConfig(await readFile(join(fetched, CONFIG), 'utf8'))
  const tensors = await readHeader(join(fetched, WEIGHTS))
  const modules = loraModules(tensors)
  const shape = await readBaseShape(base.file)
  matchBase(modules, shape)
  const config = rebuildConfig(authored, modules)
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
  if (known !== undefined) return { adapter: known, found: true }

  const { heads, kvHeads } = shape
  await convert({ folder: kept, out: join(kept, SERVED), heads, kvHeads, signal })
  await checkConverted(join(kept, SERVED), modules)
  await syncFile(join(kept, SERVED))
  const declared = authored.base_model_name_or_path ?? null
  const adapter: StoredAdapter = {
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
  await writeFile(join(kept, ORIGIN), `${JSON.stringify(adapter, null, 2)}\n`, { flush: true })
  await syncFile(kept)
  return moveKept(kept, dir, adapter, base)
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
async function findKept(dir: string, id: string, base: AdapterStore['base']): Promise<StoredAdapter | undefined> {
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

async function hashFiles(folder: string): Promise<StoredAdapter['files']> {
  const names = (await readdir(folder)).sort()
  const entries = names.map(async (name) => {
    const path = join(folder, name)
    return [name, { bytes: (await stat(path)).size, sha256: await sha256File(path) }] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

/** Renames the finished folder to its id; where another import of the same content was first, its files stay. */
async function moveKept(kept: string, dir: string, adapter: StoredAdapter, base: AdapterStore['base']) {
  try {
    await rename(kept, join(dir, adapter.id))
  } catch (error) {
    const known = await findKept(dir, adapter.id, base)
    if (known === undefined) throw error
    return { adapter: known, found: true }
  }
  await syncFile(dir)
  return { adapter, found: false }
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path)
  await handle.sync().finally(() => handle.close())
}
