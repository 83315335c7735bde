import { useQuery } from '@tanstack/react-query'
import { reviewQueries } from '../../api/reviewQueries.ts'
import { AccountLink } from '../../parts/links.tsx'
import { Section } from '../../parts/Page.tsx'
import { Empty, Loaded } from '../../parts/State.tsx'
import { Table } from '../../parts/Table.tsx'
import { text } from '../../text/text.ts'

/** Reviewers by quality. */
export function Board({ datanetId }: { readonly datanetId: string }) {
  const words = text.review
  const board = useQuery(reviewQueries.board(datanetId))
  const number = (value: number) => value.toLocaleString(text.language)
  return (
    <Section title={words.board} lead={words.boardLead}>
      <Loaded query={board} lines={3}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty title={words.boardEmpty}>{words.boardEmptyBody}</Empty>
          ) : (
            <Table
              label={words.board}
              rows={data}
              rowKey={({ account }) => account}
              columns={[
                { name: words.reviewer, head: true, cell: ({ account }) => <AccountLink address={account} /> },
                {
                  name: text.reviews.quality,
                  figures: true,
                  cell: ({ qualityBps }) => text.reviews.qualityOf(qualityBps),
                },
                { name: words.right, figures: true, cell: ({ right }) => number(right) },
                { name: words.judged, figures: true, cell: ({ judged }) => number(judged) },
                { name: text.reviews.points, figures: true, cell: ({ points }) => number(points) },
              ]}
            />
          )
        }
      </Loaded>
    </Section>
  )
}
