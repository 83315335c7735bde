import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { dataErrors } from '../errors.ts'
import type { Block, NamedFile } from '../ingest/parsed.ts'
import { cleanText } from '../text/cleanText.ts'
import { docxParagraphs } from './docxParagraphs.ts'
import { docxStyles } from './docxStyles.ts'
import { reserved } from './reserved.ts'
import { unzip } from './unzip.ts'

const parts = ['word/document.xml', 'word/footnotes.xml', 'word/endnotes.xml', 'word/comments.xml'] as const

/** Properties that an author gave the document. */
const PROPERTIES = 'docProps/custom.xml'

/** Whether a property says what the TDM Reservation Protocol has for it. */
const isReserved = (xml: string) => /\bname=["']tdm-reservation["'][^>]*>\s*<[^>]+>\s*(?:1|true)\s*</i.test(xml)

/**
 * Paragraphs, list items and table rows of a Word document (OOXML, ECMA-376 part 1 §17), then its notes and comments.
 * Deleted text, field codes and the second copy of what stands in a shape are no text.
 *
 * @throws DATA_ARCHIVE_BROKEN, DATA_ARCHIVE_BOMB, DATA_FILE_RESERVED
 */
export async function* docxBlocks({ path, blob }: NamedFile): AsyncGenerator<Block> {
  const wanted = new Set<string>([...parts, 'word/styles.xml', PROPERTIES])
  const files = unzip(path, new Uint8Array(await blob.arrayBuffer()), (name) => wanted.has(name))
  const xml = (name: string) => {
    const bytes = files.get(name)
    return bytes === undefined ? undefined : decodeXml(bytes)
  }
  const body = xml('word/document.xml')
  if (body === undefined) throw broken(path)
  if (isReserved(xml(PROPERTIES) ?? '')) throw reserved(path, 'tdm-reservation')
  let block = 0
  try {
    const headingOf = docxStyles(xml('word/styles.xml') ?? '')
    for (const part of parts) {
      for (const { text: raw, heading } of docxParagraphs(xml(part) ?? '', headingOf)) {
        const { text, changes } = cleanText(raw)
        if (text.trim() === '') continue
        block += 1
        yield { text, place: { path, block }, changes, ...(heading === undefined ? {} : { heading }) }
      }
    }
  } catch (cause) {
    throw broken(path, cause)
  }
}

function decodeXml(bytes: Uint8Array): string {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
  return new TextDecoder(encoding).decode(bytes)
}

function broken(path: string, cause?: unknown): OpenLedgerError {
  return new OpenLedgerError(dataErrors.DATA_ARCHIVE_BROKEN, `${path} cannot be read as a Word document.`, { cause })
}
