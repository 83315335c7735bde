/** A cell as text: strings as they are, numbers and truth values written out, times in ISO 8601; undefined for all else. */
export function cellText(cell: unknown): string | undefined {
  switch (typeof cell) {
    case 'string':
      return cell
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(cell)
    default:
      return cell instanceof Date && !Number.isNaN(cell.getTime()) ? cell.toISOString() : undefined
  }
}
