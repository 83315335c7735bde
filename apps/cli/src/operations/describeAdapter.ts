import type { StoredAdapter } from '@openledger/core/api/adapters.ts'
import { table } from '../output/table.ts'

/** What is known of an adapter, a line each. */
export function describeAdapter(adapter: StoredAdapter): readonly string[] {
  const { source, revision, fetchedAt, licence, base, modules, rank, files } = adapter
  const saidBy = { operator: 'as the operator says', card: 'as its model card says', file: 'by its licence’s text' }
  const named = {
    same: `, which its author names too (${base.declared})`,
    other: `; its shapes fit, but its author names ${base.declared}`,
    none: '; its shapes fit, its author names none',
  }
  return [
    `  from     ${source}${revision === null ? '' : `, commit ${revision}`}, ${fetchedAt}`,
    `  licence  ${licence.id}, ${saidBy[licence.from]}`,
    `  base     ${base.id}${named[base.named]}`,
    `  changes  ${modules} projections, rank ${rank}`,
    ...table(
      [{ heading: 'file' }, { heading: 'bytes', align: 'right' }, { heading: 'SHA-256' }],
      Object.entries(files).map(([name, { bytes, sha256 }]) => [name, String(bytes), sha256]),
    ).map((line) => `  ${line}`),
  ]
}
