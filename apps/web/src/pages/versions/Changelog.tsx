import type { ChangelogEntry } from '@openledger/core/api/versions.ts'
import { AccountLink } from '../../parts/links.tsx'
import { Table } from '../../parts/Table.tsx'
import { text } from '../../text/text.ts'

/** Contributors that a row names. */
const NAMED = 3

/** What each version changed, the newest first. */
export function Changelog(props: {
  readonly entries: readonly ChangelogEntry[]
  readonly open: number
  readonly onOpen: (number: number) => void
}) {
  const words = text.versionsPage
  const count = (value: number) => value.toLocaleString(text.language)
  return (
    <Table
      label={words.changelog}
      rows={props.entries}
      rowKey={({ root }) => root}
      columns={[
        {
          name: words.version,
          head: true,
          cell: ({ number }) => (
            <button
              type="button"
              className="link"
              aria-pressed={number === props.open}
              onClick={() => props.onOpen(number)}
            >
              {number}
            </button>
          ),
        },
        { name: words.size, figures: true, cell: ({ count: size }) => count(size) },
        {
          name: words.changes,
          cell: ({ added, removed }) => (
            <>
              {`+${count(added)} `}
              {Object.entries(removed)
                .filter(([, many]) => many > 0)
                .map(([why, many]) => (
                  <span key={why} className="under">
                    {`−${count(many)} ${words.removedWhy[why as keyof typeof removed]}`}
                  </span>
                ))}
            </>
          ),
        },
        {
          name: words.from,
          cell: ({ contributors }) =>
            contributors.slice(0, NAMED).map(({ account, added }) => (
              <div key={account}>
                <AccountLink address={account} /> <span className="quiet">{count(added)}</span>
              </div>
            )),
        },
        { name: words.block, figures: true, cell: ({ blockNumber }) => count(blockNumber) },
      ]}
    />
  )
}
