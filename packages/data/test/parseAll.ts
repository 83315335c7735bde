import type { ParsedItem } from '../src/ingest/parsed.ts'
import { type ParseOptions, parseFile } from '../src/ingest/parseFile.ts'

/** Reads bytes or a text as a file of this name; the source's address is given unless told otherwise. */
export async function parseAll(
  path: string,
  content: string | Uint8Array<ArrayBuffer>,
  options: ParseOptions = { url: 'https://example.org/source' },
): Promise<ParsedItem[]> {
  const items: ParsedItem[] = []
  for await (const item of parseFile({ path, blob: new Blob([content]) }, options)) items.push(item)
  return items
}

/** Contents of the records, in order. */
export const contentsOf = (items: readonly ParsedItem[]) =>
  items.flatMap((item) => (item.kind === 'record' ? [item.content] : []))

/** Codes of what was left out, in order. */
export const codesOf = (items: readonly ParsedItem[]) =>
  items.flatMap((item) => (item.kind === 'leftOut' ? [item.code] : []))
