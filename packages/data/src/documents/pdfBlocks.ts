import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { dataErrors } from '../errors.ts'
import { ingestLimits } from '../ingest/limits.ts'
import type { Block, NamedFile, ParsedItem } from '../ingest/parsed.ts'
import { cleanText } from '../text/cleanText.ts'
import { openPdf } from './openPdf.ts'
import { type PdfRun, pdfParagraphs } from './pdfParagraphs.ts'
import { pdfReservation } from './pdfReservation.ts'
import { reserved } from './reserved.ts'

type LeftOut = Extract<ParsedItem, { kind: 'leftOut' }>

/**
 * Paragraphs of a PDF, page by page. A page without text (a scan, a drawing) is told as left out.
 *
 * @throws DATA_PDF_BROKEN (also for one with a password), DATA_FILE_TOO_LARGE, DATA_FILE_RESERVED
 */
export async function* pdfBlocks({ path, blob }: NamedFile): AsyncGenerator<Block | LeftOut> {
  const bytes = new Uint8Array(await blob.arrayBuffer())
  // PDF.js takes the bytes that it is given away.
  const { document, close } = await orBroken(path, async () => openPdf(bytes.slice()))
  try {
    const by = await orBroken(path, async () => pdfReservation(document, bytes))
    if (by !== undefined) throw reserved(path, by)
    if (document.numPages > ingestLimits.pages) {
      throw new OpenLedgerError(dataErrors.DATA_FILE_TOO_LARGE, `${path} has more than ${ingestLimits.pages} pages.`)
    }
    for (let number = 1; number <= document.numPages; number += 1) {
      const place = { path, page: number }
      let runs: readonly PdfRun[]
      try {
        const page = await document.getPage(number)
        const { items } = await page.getTextContent()
        runs = items.flatMap((item) => ('str' in item ? [toRun(item)] : []))
        page.cleanup()
      } catch {
        yield { kind: 'leftOut', place, code: 'DATA_PAGE_BROKEN', reason: `Page ${number} cannot be read.` }
        continue
      }
      let found = false
      for (const paragraph of pdfParagraphs(runs)) {
        const { text, changes } = cleanText(paragraph)
        if (text.trim() === '') continue
        found = true
        yield { text, place, changes, group: number }
      }
      if (!found) {
        yield {
          kind: 'leftOut',
          place,
          code: 'DATA_PAGE_WITHOUT_TEXT',
          reason: `Page ${number} holds no text: a picture or a scan.`,
        }
      }
    }
  } finally {
    await close()
  }
}

function toRun(item: {
  readonly str: string
  readonly hasEOL: boolean
  readonly transform: readonly unknown[]
  readonly height: number
}): PdfRun {
  return { text: item.str, ends: item.hasEOL, y: Number(item.transform[5]), height: item.height }
}

async function orBroken<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (cause) {
    throw new OpenLedgerError(dataErrors.DATA_PDF_BROKEN, `${path} cannot be read as a PDF.`, { cause })
  }
}
