import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { unpackArchive } from '../archive/unpackArchive.ts'
import { storeErrors } from '../errors.ts'
import { download } from '../net/download.ts'
import type { Net } from '../net/openUrl.ts'
import type { AdapterSource } from '../parseSource.ts'
import type { StoreSettings } from '../storeSettings.ts'
import { folderReader } from './folderReader.ts'
import { hubReader } from './hubReader.ts'
import { s3Reader } from './s3Reader.ts'
import { takeFiles } from './takeFiles.ts'
import { urlReader } from './urlReader.ts'

/** The folder of a model that this node trained, by its id on chain; undefined when there is none. */
export type FindRegistered = (modelId: string) => Promise<string | undefined>

/**
 * Copies an adapter's files from its source into a folder.
 *
 * An address that ends with a slash is a folder of files, any other an archive of them (.tar.gz, .zip), as Predibase's
 * downloads are.
 *
 * @returns what the source says of its version: the hub's commit
 * @throws ADAPTER_SOURCE_*, ADAPTER_ADDRESS_REFUSED, ADAPTER_DOWNLOAD_*, ADAPTER_TOO_LARGE, ADAPTER_ARCHIVE_INVALID,
 * ADAPTER_PICKLE, ADAPTER_FILE_MISSING
 */
export async function fetchSource(
  source: AdapterSource,
  folder: string,
  settings: StoreSettings,
  net: Net,
  findRegistered: FindRegistered,
): Promise<{ readonly revision: string | null }> {
  const { bytesMax } = settings
  if (source.kind === 'hub') {
    const { reader, commit } = hubReader(source, settings, net)
    await takeFiles(reader, folder, bytesMax)
    return { revision: commit() ?? null }
  }
  if (source.kind === 'url') await fetchUrl(new URL(source.url), folder, bytesMax, net)
  else if (source.kind === 's3') await takeFiles(s3Reader(source, settings.s3, net), folder, bytesMax)
  else {
    const path = source.kind === 'folder' ? source.path : await registered(source.modelId, findRegistered)
    await takeFiles(await folderReader(path, net.signal), folder, bytesMax)
  }
  return { revision: null }
}

async function fetchUrl(url: URL, folder: string, bytesMax: number, net: Net): Promise<void> {
  if (url.pathname.endsWith('/'))
    return takeFiles(
      urlReader((name) => new URL(name, url), net),
      folder,
      bytesMax,
    )
  const archive = join(folder, 'archive')
  if ((await download(url, archive, bytesMax, net)) === undefined) {
    throw new OpenLedgerError(storeErrors.ADAPTER_SOURCE_NOT_FOUND, `${url.origin}${url.pathname} is not there.`)
  }
  await unpackArchive(archive, folder, bytesMax, net.signal)
  await rm(archive)
}

async function registered(modelId: string, findRegistered: FindRegistered): Promise<string> {
  const folder = await findRegistered(modelId)
  if (folder !== undefined) return folder
  throw new OpenLedgerError(storeErrors.ADAPTER_SOURCE_NOT_FOUND, `This node holds no adapter of the model ${modelId}.`)
}
