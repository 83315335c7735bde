import type { DatanetChecks } from '@openledger/core/api/checks.ts'
import { text } from '../../text/text.ts'

/** How far the records are checked by settings that were set. */
export function Progress({ recheck }: Pick<DatanetChecks, 'recheck'>) {
  const words = text.checksPage
  if (recheck === null) return null
  const { checked, of } = recheck
  return (
    <div className="check-progress" role="status">
      <p>{words.rechecking}</p>
      <progress aria-label={words.rechecking} max={Math.max(1, of)} value={checked} />
      <p className="note">{words.progress(checked, of)}</p>
    </div>
  )
}
