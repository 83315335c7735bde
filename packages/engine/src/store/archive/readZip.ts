import { Readable } from 'node:stream'
import { crc32 } from 'node:zlib'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { type archiveBudget, invalid, type TakeEntry } from './archiveEntry.ts'

const KIND_MASK = 0o170000
const REGULAR = 0o100000
const FOLDER = 0o040000

/**
 * Reads a zip: its list first, then the content of the files that are taken, each checked by its CRC.
 *
 * @param take says where a file's content goes; called once for each
 * @param write writes a stream to a path
 * @throws ADAPTER_ARCHIVE_INVALID, ADAPTER_TOO_LARGE
 */
export async function readZip(
  file: string,
  budget: ReturnType<typeof archiveBudget>,
  take: TakeEntry,
  write: (body: Readable, path: string) => Promise<unknown>,
  signal: AbortSignal,
): Promise<void> {
  let zip: ZipFile | undefined
  try {
    zip = await openPromise(file, {
      lazyEntries: true,
      strictFileNames: true,
      validateEntrySizes: true,
      autoClose: false,
    })
    for await (const entry of zip.eachEntry()) {
      signal.throwIfAborted()
      budget.admit({ name: entry.fileName, bytes: entry.uncompressedSize })
      const path = admitKind(entry) ? take(entry.fileName) : undefined
      if (path === undefined) continue
      const body = await zip.openReadStreamPromise(entry)
      await write(Readable.from(checked(body, entry)), path)
    }
  } catch (cause) {
    throw signal.aborted ? signal.reason : (OpenLedgerError.find(cause) ?? invalid('is no plain zip', cause))
  } finally {
    zip?.close()
  }
}

/** Whether an entry is a file; links, devices and what is encrypted end everything. */
function admitKind(entry: Entry): boolean {
  const kind = (entry.externalFileAttributes >>> 16) & KIND_MASK
  if (entry.isEncrypted()) throw invalid('is encrypted')
  if (kind !== 0 && kind !== REGULAR && kind !== FOLDER) throw invalid('holds a link')
  return !entry.fileName.endsWith('/')
}

async function* checked(body: AsyncIterable<Buffer>, entry: Entry): AsyncGenerator<Buffer> {
  let crc = 0
  for await (const chunk of body) {
    crc = crc32(chunk, crc)
    yield chunk
  }
  if (crc !== entry.crc32) throw invalid('is damaged')
}
