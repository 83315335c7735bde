/**
 * A line of CSV (RFC 4180): every cell quoted, ended by CRLF. A cell that a spreadsheet would take for a formula is
 * led by an apostrophe, so that it stays text.
 *
 * Source: OWASP, CSV Injection.
 */
export function csvRow(cells: readonly (string | number | bigint)[]): string {
  return `${cells.map((cell) => (typeof cell === 'string' ? quoted(cell) : String(cell))).join(',')}\r\n`
}

function quoted(cell: string): string {
  const safe = /^\s*[=+\-@]|^[\t\r\n]/.test(cell) ? `'${cell}` : cell
  return `"${safe.replaceAll('"', '""')}"`
}
