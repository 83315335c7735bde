import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { versionQueries } from '../../api/versionQueries.ts'
import { AccountLink, RecordLink } from '../../parts/links.tsx'
import { Section } from '../../parts/Page.tsx'
import { Empty, Loaded } from '../../parts/State.tsx'
import { Table } from '../../parts/Table.tsx'
import { useCursor } from '../../parts/useCursor.tsx'
import { text } from '../../text/text.ts'

/** Record by record what a version added and removed. */
export function Changes(props: { readonly datanetId: string; readonly number: number }) {
  const [change, setChange] = useState<'added' | 'removed'>('added')
  const words = text.versionsPage
  return (
    <Section
      title={words.diff(props.number)}
      action={
        <span className="actions">
          {(['added', 'removed'] as const).map((which) => (
            <button
              key={which}
              type="button"
              className="link"
              aria-pressed={change === which}
              onClick={() => setChange(which)}
            >
              {words[which]}
            </button>
          ))}
        </span>
      }
    >
      <ChangeTable key={change} {...props} change={change} />
    </Section>
  )
}

function ChangeTable(props: {
  readonly datanetId: string
  readonly number: number
  readonly change: 'added' | 'removed'
}) {
  const { datanetId, number, change } = props
  const words = text.versionsPage
  const [after, paging] = useCursor()
  const changes = useQuery(versionQueries.changes(datanetId, number, change, after))
  return (
    <Loaded query={changes} lines={5}>
      {({ data, next }) =>
        data.length === 0 ? (
          <Empty title={change === 'added' ? words.noAdded : words.noRemoved} />
        ) : (
          <>
            <Table
              label={words[change]}
              rows={data}
              rowKey={({ commitment }) => commitment}
              columns={[
                {
                  name: words.commitment,
                  head: true,
                  cell: ({ commitment }) => <RecordLink commitment={commitment} />,
                },
                {
                  name: words.contributor,
                  cell: ({ contributor }) => (contributor === null ? null : <AccountLink address={contributor} />),
                },
                { name: words.kindOf, cell: ({ kind }) => text.recordsPage.kinds[kind ?? 'unknown'] },
                ...(change === 'removed'
                  ? [
                      {
                        name: words.why,
                        cell: ({ why }: (typeof data)[number]) => (why === null ? null : words.removedWhy[why]),
                      },
                    ]
                  : []),
              ]}
            />
            {paging(next)}
          </>
        )
      }
    </Loaded>
  )
}
