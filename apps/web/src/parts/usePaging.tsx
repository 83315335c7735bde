import { type ReactNode, useState } from 'react'
import { text } from '../text/text.ts'

/**
 * Shows a long list a page at a time.
 *
 * @param size rows a page
 * @returns the rows to show, and the controls (null where one page is enough)
 */
export function usePaging<T>(rows: readonly T[], size: number): readonly [rows: readonly T[], controls: ReactNode] {
  const [page, setPage] = useState(0)
  const last = Math.max(0, Math.ceil(rows.length / size) - 1)
  const shown = Math.min(page, last)
  const from = shown * size
  const part = rows.slice(from, from + size)
  if (rows.length <= size) return [part, null]
  return [
    part,
    <div key="paging" className="paging">
      <button type="button" disabled={shown === 0} onClick={() => setPage(shown - 1)}>
        ←<span className="hidden">{text.parts.previous}</span>
      </button>
      <span role="status">{text.parts.range(from + 1, from + part.length, rows.length)}</span>
      <button type="button" disabled={shown === last} onClick={() => setPage(shown + 1)}>
        →<span className="hidden">{text.parts.next}</span>
      </button>
    </div>,
  ]
}
