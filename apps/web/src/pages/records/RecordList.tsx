import type { Reading } from '@openledger/core/api/access.ts'
import type { VersionRecord } from '@openledger/core/api/versions.ts'
import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { useSession } from '../../account/useSession.ts'
import { useSignedIn } from '../../api/signedIn.ts'
import { versionQueries } from '../../api/versionQueries.ts'
import { AccountLink, RecordLink } from '../../parts/links.tsx'
import { Empty, Loaded } from '../../parts/State.tsx'
import { Table } from '../../parts/Table.tsx'
import { Tag } from '../../parts/Tag.tsx'
import { text } from '../../text/text.ts'
import { Excerpt } from './Excerpt.tsx'
import type { RecordsSearch } from './recordsSearch.ts'
import { useListKeys } from './useListKeys.ts'

/** A page of records, with the keys to walk through them. */
export function RecordList(props: {
  readonly datanetId: string
  readonly number: number
  readonly search: RecordsSearch
  readonly reading: Reading
  readonly onSearch: (search: RecordsSearch) => void
}) {
  const { datanetId, number, search, reading, onSearch } = props
  const key = useSignedIn()
  const session = useSession()
  const list = useRef<HTMLDivElement>(null)
  const words = text.recordsPage
  const { version: _version, ...filters } = search
  const mayRead = reading.right !== null || (session !== undefined && search.contributor === session.account)
  const { search: sought, ...plain } = filters
  const query = mayRead ? { ...plain, search: sought, content: '1' } : plain
  const records = useQuery(versionQueries.records(datanetId, number, query, key))
  const next = records.data?.next ?? null
  const turn = {
    forth: next === null ? undefined : () => onSearch({ ...search, after: next }),
    back: search.after === undefined ? undefined : () => window.history.back(),
  }
  useListKeys(list, turn)
  return (
    <div ref={list}>
      <Loaded query={records} lines={12}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty title={words.none}>{words.noneBody}</Empty>
          ) : (
            <>
              <Table label={words.list} rows={data} rowKey={({ commitment }) => commitment} columns={columns()} />
              <div className="paging">
                <button type="button" disabled={turn.back === undefined} onClick={turn.back}>
                  ←<span className="hidden">{text.parts.previous}</span>
                </button>
                <span role="status">
                  {words.places((data[0]?.position ?? 0) + 1, (data.at(-1)?.position ?? 0) + 1)}
                </span>
                <button type="button" disabled={turn.forth === undefined} onClick={turn.forth}>
                  →<span className="hidden">{text.parts.next}</span>
                </button>
              </div>
              <p className="note">{words.keys}</p>
            </>
          )
        }
      </Loaded>
    </div>
  )
}

function columns() {
  const words = text.recordsPage
  return [
    {
      name: words.position,
      figures: true,
      cell: ({ position }: VersionRecord) => (position + 1).toLocaleString(text.language),
    },
    {
      name: words.record,
      head: true,
      cell: ({ commitment }: VersionRecord) => <RecordLink commitment={commitment} />,
    },
    { name: words.says, cell: (record: VersionRecord) => <Excerpt record={record} /> },
    { name: words.kindOf, cell: ({ kind }: VersionRecord) => words.kinds[kind ?? 'unknown'] },
    { name: words.language, cell: ({ language }: VersionRecord) => language ?? '' },
    {
      name: words.verdict,
      cell: ({ verdict }: VersionRecord) => (
        <Tag tone={verdict === 'accept' ? 'good' : verdict === 'refuse' ? 'bad' : 'warn'}>
          {words.verdicts[verdict] ?? verdict}
        </Tag>
      ),
    },
    {
      name: words.length,
      figures: true,
      cell: ({ length }: VersionRecord) => length?.toLocaleString(text.language) ?? '',
    },
    {
      name: words.contributor,
      cell: ({ contributor }: VersionRecord) => <AccountLink address={contributor} />,
    },
  ] as const
}
