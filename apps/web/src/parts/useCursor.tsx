import { type ReactNode, useState } from 'react'
import { text } from '../text/text.ts'

/**
 * Turns the pages of a list that is read by a cursor: forth by the last answer, back by what was seen.
 *
 * @returns where the shown page starts, and the controls for an answer's `next` (null where one page is enough)
 */
export function useCursor(): readonly [after: string | undefined, controls: (next: string | null) => ReactNode] {
  const [cursors, setCursors] = useState<readonly string[]>([])
  const controls = (next: string | null) =>
    cursors.length === 0 && next === null ? null : (
      <div className="paging">
        <button type="button" disabled={cursors.length === 0} onClick={() => setCursors(cursors.slice(0, -1))}>
          ←<span className="hidden">{text.parts.previous}</span>
        </button>
        <span role="status">{text.recordsPage.page(cursors.length + 1)}</span>
        <button type="button" disabled={next === null} onClick={() => next && setCursors([...cursors, next])}>
          →<span className="hidden">{text.parts.next}</span>
        </button>
      </div>
    )
  return [cursors.at(-1), controls]
}
