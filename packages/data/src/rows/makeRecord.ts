import type { ParsedItem, Place, TextChange } from '../ingest/parsed.ts'
import { describeIssue } from '../parse/describeIssue.ts'
import { recordContentSchema } from '../record/recordContent.ts'
import { cleanText } from '../text/cleanText.ts'

/**
 * A record of what was read, its texts made valid; or the rule of records that it breaks.
 *
 * @param content what should be a record's content, of unknown shape
 */
export function makeRecord(content: unknown, place: Place, before: readonly TextChange[]): ParsedItem {
  const changes = new Set(before)
  const clean = (value: unknown): unknown => {
    if (typeof value === 'string') {
      const cleaned = cleanText(value)
      for (const change of cleaned.changes) changes.add(change)
      return cleaned.text
    }
    return Array.isArray(value) ? value.map(clean) : value
  }
  const cleaned =
    typeof content === 'object' && content !== null
      ? Object.fromEntries(Object.entries(content).map(([name, value]) => [name, clean(value)]))
      : content
  const result = recordContentSchema.safeParse(cleaned)
  if (result.success) return { kind: 'record', content: result.data, place, changes: [...changes] }
  const what = describeIssue(result.error.issues[0])
  return { kind: 'leftOut', place, code: 'DATA_RECORD_INVALID', reason: `Not taken as a record: ${what}.` }
}
