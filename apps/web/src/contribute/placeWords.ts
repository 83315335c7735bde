import type { Place } from '@openledger/data/ingest/parsed.ts'
import { text } from '../text/text.ts'

/** A place in a file in the reader's words. */
export function placeWords({ path, line, row, page, block }: Place): string {
  const words = text.contribute.place
  if (row !== undefined) return words.row(path, row)
  if (line !== undefined) return words.line(path, line)
  if (page !== undefined) return words.page(path, page)
  return block === undefined ? path : words.block(path, block)
}
