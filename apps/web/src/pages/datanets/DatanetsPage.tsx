import { useQuery } from '@tanstack/react-query'
import { queries } from '../../api/queries.ts'
import { AccountLink, DatanetLink } from '../../parts/links.tsx'
import { Page } from '../../parts/Page.tsx'
import { Empty, Loaded } from '../../parts/State.tsx'
import { Table } from '../../parts/Table.tsx'
import { usePaging } from '../../parts/usePaging.tsx'
import { text } from '../../text/text.ts'

/** Datanets a page. */
const PAGE = 50

/** Every Datanet. */
export function DatanetsPage() {
  const words = text.datanets
  const datanets = useQuery(queries.datanets())
  const [rows, paging] = usePaging(datanets.data?.data ?? [], PAGE)
  const number = (value: number) => value.toLocaleString(text.language)
  return (
    <Page title={words.title} lead={words.lead}>
      <Loaded query={datanets}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty title={words.empty}>{words.emptyBody}</Empty>
          ) : (
            <>
              <Table
                label={words.title}
                rows={rows}
                rowKey={({ datanetId }) => datanetId}
                columns={[
                  {
                    name: words.slug,
                    head: true,
                    cell: ({ datanetId, slug }) => <DatanetLink datanetId={datanetId} slug={slug} />,
                  },
                  { name: words.versions, figures: true, cell: ({ versions }) => number(versions.length) },
                  { name: words.accepted, figures: true, cell: ({ records }) => number(records.accepted) },
                  { name: words.marked, figures: true, cell: ({ records }) => number(records.marked) },
                  { name: words.refused, figures: true, cell: ({ records }) => number(records.refused) },
                  { name: words.pending, figures: true, cell: ({ records }) => number(records.pending) },
                  { name: words.rate, figures: true, cell: ({ rateBps }) => `${rateBps / 100}%` },
                  { name: words.owner, cell: ({ owner }) => <AccountLink address={owner} /> },
                ]}
              />
              {paging}
            </>
          )
        }
      </Loaded>
    </Page>
  )
}
