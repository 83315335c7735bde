import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { AdapterStore, Imported, ImportOptions } from './adapterStore.ts'
import { storeErrors } from './errors.ts'
import { INCOMING, sweepIncoming } from './incoming.ts'
import { keepFetched } from './keepFetched.ts'
import { describeSource, parseSource } from './parseSource.ts'
import { fetchSource } from './sources/fetchSource.ts'

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
export async function importAdapter(text: string, options: ImportOptions, store: AdapterStore): Promise<Imported> {
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
    return await keepFetched({ fetched, kept: join(work, 'kept') }, facts, { ...options, signal }, store)
  } catch (error) {
    throw signal.aborted && OpenLedgerError.find(error) === undefined ? signal.reason : error
  } finally {
    clearTimeout(timer)
    await rm(work, { recursive: true, force: true })
  }
}

function tooSlow(seconds: number): OpenLedgerError {
  return new OpenLedgerError(
    storeErrors.ADAPTER_DOWNLOAD_TIMEOUT,
    `Fetching the adapter took longer than ${seconds} s.`,
  )
}
