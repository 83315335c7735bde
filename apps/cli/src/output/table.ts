import { stripVTControlCharacters } from 'node:util'

/** A column: its heading and on which side its cells stand. */
export type Column = { readonly heading: string; readonly align?: 'left' | 'right' }

/**
 * Lines of a plain table: headings, a rule, rows. Cells may hold colour codes; widths count what is seen.
 * @param rows one array of cells a row, as many as there are columns
 */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const seen = (text: string) => stripVTControlCharacters(text).length
  const widths = columns.map((column, i) => Math.max(seen(column.heading), ...rows.map((row) => seen(row[i] ?? ''))))
  const cell = (text: string, i: number) => {
    const gap = ' '.repeat((widths[i] ?? 0) - seen(text))
    return columns[i]?.align === 'right' ? gap + text : text + gap
  }
  const line = (cells: readonly string[]) => cells.map(cell).join('  ').trimEnd()
  return [
    line(columns.map((column) => column.heading)),
    widths.map((width) => '─'.repeat(width)).join('  '),
    ...rows.map(line),
  ]
}
