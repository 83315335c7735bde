import type { NamedFile, Place } from '@openledger/data/ingest/parsed.ts'
import type { ParseOptions } from '@openledger/data/ingest/parseFile.ts'
import { startParser } from './parserThread.ts'

/**
 * The records of a file, read in a worker as they are taken.
 *
 * @param onPlace told where each one was, in their order
 * @throws DATA_*
 */
export async function* fileRecords(
  file: NamedFile,
  options: ParseOptions,
  onPlace: (place: Place) => void,
): AsyncGenerator<Readonly<Record<string, unknown>>> {
  const parser = startParser()
  try {
    const { url, mapping, without } = options
    parser.ask({
      type: 'records',
      file,
      options: {
        ...(url === undefined ? {} : { url }),
        ...(mapping === undefined ? {} : { mapping }),
        ...(without === undefined ? {} : { without }),
      },
    })
    for await (const report of parser.reports) {
      if (report.type === 'end') return
      if (report.type !== 'batch') continue
      for (const { place, content } of report.records) {
        const { path, line, row, page, block } = place
        onPlace({
          path,
          ...(line === undefined ? {} : { line }),
          ...(row === undefined ? {} : { row }),
          ...(page === undefined ? {} : { page }),
          ...(block === undefined ? {} : { block }),
        })
        yield content
      }
      parser.ask({ type: 'next' })
    }
  } finally {
    parser.end()
  }
}

/** SHA-256 of a file, found in a worker. */
export async function hashInThread(blob: Blob): Promise<string> {
  const parser = startParser()
  try {
    parser.ask({ type: 'hash', blob })
    for await (const report of parser.reports) if (report.type === 'hash') return report.sha256
    throw new Error('The parser ended before it had the hash.')
  } finally {
    parser.end()
  }
}
