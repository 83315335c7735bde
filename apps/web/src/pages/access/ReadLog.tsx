import { useQuery } from '@tanstack/react-query'
import { versionQueries } from '../../api/versionQueries.ts'
import { formatTime } from '../../format/formatTime.ts'
import { AccountLink, RecordLink } from '../../parts/links.tsx'
import { Section } from '../../parts/Page.tsx'
import { Empty, Loaded } from '../../parts/State.tsx'
import { Table } from '../../parts/Table.tsx'
import { useCursor } from '../../parts/useCursor.tsx'
import { text } from '../../text/text.ts'

/** For the owner: every reading of private contents. */
export function ReadLog(props: { readonly datanetId: string; readonly session: string }) {
  const [before, paging] = useCursor()
  const cursor = before === undefined ? undefined : Number(before)
  const reads = useQuery(versionQueries.reads(props.datanetId, props.session, cursor))
  const words = text.accessPage
  return (
    <Section title={words.log} lead={words.logLead}>
      <Loaded query={reads} lines={4}>
        {({ data, next }) =>
          data.length === 0 ? (
            <Empty title={words.noLog}>{words.noLogBody}</Empty>
          ) : (
            <>
              <Table
                label={words.log}
                rows={data}
                rowKey={({ id }) => String(id)}
                columns={[
                  { name: words.when, head: true, cell: ({ at }) => <span className="time">{formatTime(at)}</span> },
                  { name: words.reader, cell: ({ reader }) => <AccountLink address={reader} /> },
                  { name: words.right, cell: ({ right }) => words.rights[right] },
                  {
                    name: words.what,
                    cell: ({ kind, commitments }) => {
                      const [first] = commitments ?? []
                      return (
                        <>
                          {words.kinds[kind]}{' '}
                          {kind === 'record' && first !== undefined ? <RecordLink commitment={first} /> : null}
                        </>
                      )
                    },
                  },
                  {
                    name: words.count,
                    figures: true,
                    cell: ({ records }) => records.toLocaleString(text.language),
                  },
                ]}
              />
              {paging(next === null ? null : String(next))}
            </>
          )
        }
      </Loaded>
    </Section>
  )
}
