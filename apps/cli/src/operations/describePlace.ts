import type { Place } from '@openledger/data/ingest/parsed.ts'

/** A place in a file as one line says it: `path:12`, `path, row 4`, `path, page 2`. */
export function describePlace({ path, line, row, page, block }: Place): string {
  if (row !== undefined) return `${path}, row ${row}`
  if (line !== undefined) return `${path}:${line}`
  if (page !== undefined) return `${path}, page ${page}`
  return block === undefined ? path : `${path}, paragraph ${block}`
}
