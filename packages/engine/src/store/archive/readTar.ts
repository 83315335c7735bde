import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { Parser, type ReadEntry } from 'tar'
import { countBytes } from '../countBytes.ts'
import { type archiveBudget, invalid, type TakeEntry, tooLarge } from './archiveEntry.ts'

const FILES: readonly string[] = ['File', 'OldFile', 'ContiguousFile']
/** Offset and text of the mark that every tar since POSIX.1-1988 has in each header. */
const MARK = { at: 257, text: 'ustar' }

/**
 * Reads a gzipped tar in one pass. It is unpacked here and not by the parser, so that its bytes are counted and nothing
 * is unpacked twice.
 *
 * @param take says where a file's content goes; called once for each
 * @param write writes a stream to a path
 * @throws ADAPTER_ARCHIVE_INVALID, ADAPTER_TOO_LARGE
 */
export async function readTar(
  file: string,
  budget: ReturnType<typeof archiveBudget>,
  take: TakeEntry,
  write: (body: Readable, path: string) => Promise<unknown>,
  signal: AbortSignal,
): Promise<void> {
  let failure: unknown
  const writing: Promise<unknown>[] = []
  const fail = (error: unknown) => {
    failure ??= error
  }
  /** The parser waits for each entry to be read, so one that fails is read to nowhere. */
  const skip = (entry: ReadEntry, error: unknown) => {
    fail(error)
    entry.resume()
  }
  const onReadEntry = (entry: ReadEntry) => {
    try {
      budget.admit({ name: entry.path, bytes: entry.size })
      const path = admitKind(entry) && failure === undefined ? take(entry.path) : undefined
      if (path === undefined) entry.resume()
      else writing.push(write(Readable.from(entry), path).catch((error) => skip(entry, error)))
    } catch (error) {
      skip(entry, error)
    }
  }
  const parser = new Parser({ strict: true, brotli: false, zstd: false, onReadEntry })
  parser.on('error', (error) => fail(invalid('is no plain tar', error)))
  parser.on('ignoredEntry', () => fail(invalid('holds something other than files and folders')))
  const unpacked = countBytes(() => tooLarge(budget.bytesMax), budget.bytesMax + 1024 * 1024)
  try {
    await pipeline(
      createReadStream(file),
      createGunzip(),
      unpacked.counter,
      async (chunks: AsyncIterable<Buffer>) => {
        let checked = false
        for await (const chunk of atLeast(chunks, 512)) {
          if (!checked) assertTar(chunk)
          checked = true
          const drained = parser.write(chunk) || once(parser, 'drain', { signal })
          await drained
          if (failure !== undefined) throw failure
        }
        const ended = once(parser, 'end', { signal })
        parser.end()
        await ended
      },
      { signal },
    )
  } catch (cause) {
    const known = OpenLedgerError.find(failure) ?? OpenLedgerError.find(cause)
    throw signal.aborted ? signal.reason : (known ?? invalid('is no gzipped tar', cause))
  }
  await Promise.all(writing)
  if (failure !== undefined) throw failure
}

/** Whether an entry is a file; links and devices end everything. */
function admitKind({ type }: ReadEntry): boolean {
  if (FILES.includes(type)) return true
  if (type === 'Directory') return false
  throw invalid(`holds a ${type}`)
}

function assertTar(start: Buffer): void {
  const mark = start.subarray(MARK.at, MARK.at + MARK.text.length).toString('latin1')
  if (mark !== MARK.text) throw invalid('holds no tar')
}

/** The same bytes, the first chunk at least `size` long where there are as many. */
async function* atLeast(chunks: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer> {
  let held: Buffer | undefined = Buffer.alloc(0)
  for await (const chunk of chunks) {
    if (held === undefined) yield chunk
    else {
      held = Buffer.concat([held, chunk])
      if (held.length < size) continue
      yield held
      held = undefined
    }
  }
  if (held !== undefined) yield held
}
