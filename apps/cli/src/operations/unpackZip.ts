import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { openPromise } from 'yauzl'

/** Names that an archive of the gateway's has: files, perhaps in folders; nothing that leads out of the folder. */
const NAME = /^(?!.*(^|\/)\.\.?(\/|$))[\w.-]+(\/[\w.-]+)*$/

/**
 * Unpacks an archive into a folder that is there whole or not at all.
 *
 * @param archive file of the zip
 * @param folder where it comes to lie; must not be there
 * @returns names of its files
 * @throws TypeError for a name that is none of an archive's own files
 */
export async function unpackZip(archive: string, folder: string, signal?: AbortSignal): Promise<string[]> {
  const partial = `${folder}.partial`
  await rm(partial, { recursive: true, force: true })
  await mkdir(partial, { recursive: true })
  const names: string[] = []
  try {
    const zip = await openPromise(archive, { lazyEntries: true, autoClose: false })
    try {
      for await (const entry of zip.eachEntry()) {
        if (!NAME.test(entry.fileName)) throw new TypeError(`The archive has a file ${JSON.stringify(entry.fileName)}`)
        const file = join(partial, entry.fileName)
        await mkdir(join(file, '..'), { recursive: true })
        await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(file), { signal })
        names.push(entry.fileName)
      }
    } finally {
      zip.close()
    }
    await rename(partial, folder)
    return names
  } finally {
    await rm(partial, { recursive: true, force: true })
  }
}
