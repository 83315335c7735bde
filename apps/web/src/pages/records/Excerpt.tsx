import type { VersionRecord } from '@openledger/core/api/versions.ts'
import { text } from '../../text/text.ts'
import { readContent } from './readContent.ts'

/** Characters of each text in the list. */
const SHOWN = 160

const cut = (words: string) => (words.length > SHOWN ? `${words.slice(0, SHOWN)}…` : words)

/** The beginning of what a record says; text alone, whatever is in it. */
export function Excerpt({ record }: { readonly record: VersionRecord }) {
  const words = text.recordsPage
  const content = readContent(record.content)
  if (record.withdrawn) return <span className="none">{words.withdrawn}</span>
  if (content === undefined) return <span className="none">{words.sealed}</span>
  return (
    <span className="excerpt">
      {cut(content.head)}
      <span className="excerpt-more">{cut(content.body)}</span>
    </span>
  )
}
