import { createWriteStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { join, posix } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { assertComplete, bytesMaxOf, TAKEN_FILES } from '../adapterFiles.ts'
import { countBytes } from '../countBytes.ts'
import { storeErrors } from '../errors.ts'
import { archiveBudget, invalid, tooLarge } from './archiveEntry.ts'
import { readTar } from './readTar.ts'
import { readZip } from './readZip.ts'

/**
 * Takes an adapter's files out of a .tar.gz or .zip; which it is its first bytes say. Files of other names are skipped.
 *
 * @param file the archive
 * @param folder where the files are written, under their plain names
 * @param bytesMax most bytes unpacked
 * @throws ADAPTER_ARCHIVE_INVALID, ADAPTER_TOO_LARGE, ADAPTER_PICKLE, ADAPTER_FILE_MISSING
 */
export async function unpackArchive(
  file: string,
  folder: string,
  bytesMax: number,
  signal: AbortSignal,
): Promise<void> {
  const names = new Set<string>()
  const take = (entry: string): string | undefined => {
    const name = posix.basename(entry)
    // Packers of Apple's system put such files beside each; they hold no content.
    if (name.startsWith('._')) return undefined
    if (!TAKEN_FILES.includes(name)) {
      names.add(name)
      return undefined
    }
    if (names.has(name)) throw invalid(`holds ${name} twice`)
    names.add(name)
    return join(folder, name)
  }
  const over = new AbortController()
  const writing = AbortSignal.any([signal, over.signal])
  const write = async (body: Readable, path: string) => {
    const max = bytesMaxOf(posix.basename(path), bytesMax)
    const { counter } = countBytes(() => tooLarge(max), max)
    await pipeline(body, counter, createWriteStream(path, { flags: 'wx' }), { signal: writing })
  }
  const { size } = await stat(file)
  const read = await readerOf(file)
  try {
    await read(file, archiveBudget(size, bytesMax), take, write, signal)
  } finally {
    over.abort() // a file that was being written when the archive was refused waits for no more
  }
  assertComplete(names)
}

async function readerOf(file: string): Promise<typeof readTar | typeof readZip> {
  const handle = await open(file)
  try {
    const start = Buffer.alloc(4)
    await handle.read(start, 0, 4, 0)
    if (start.readUInt16BE() === 0x1f8b) return readTar
    if (start.readUInt32BE() === 0x504b0304) return readZip
    if (start[0] === 0x80)
      throw new OpenLedgerError(storeErrors.ADAPTER_PICKLE, 'The file is a pickle; it is not read.')
    throw invalid('is neither .tar.gz nor .zip')
  } finally {
    await handle.close()
  }
}
