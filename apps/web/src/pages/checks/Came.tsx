import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { checkQueries } from '../../api/checkQueries.ts'
import { formatTime } from '../../format/formatTime.ts'
import { shortHex } from '../../format/shortHex.ts'
import { Hex } from '../../parts/Hex.tsx'
import { AccountLink } from '../../parts/links.tsx'
import { Empty, Loaded } from '../../parts/State.tsx'
import { Table } from '../../parts/Table.tsx'
import { useCursor } from '../../parts/useCursor.tsx'
import { text } from '../../text/text.ts'

const number = (value: number) => value.toLocaleString(text.language)

/** Contributions to a Datanet, each leading to its findings: all for its owner, their own for others. */
export function Came(props: { readonly datanetId: string; readonly session: string; readonly isOwner: boolean }) {
  const { datanetId, session, isOwner } = props
  const [after, paging] = useCursor()
  const contributions = useQuery(checkQueries.contributions(datanetId, session, after))
  const words = text.checksPage
  return (
    <Loaded query={contributions} lines={4}>
      {({ data, next }) =>
        data.length === 0 ? (
          isOwner ? (
            <Empty title={words.nothingCame}>{words.nothingCameBody}</Empty>
          ) : (
            <Empty title={words.nothingOwn}>{words.nothingOwnBody}</Empty>
          )
        ) : (
          <>
            <Table
              label={isOwner ? words.came : words.own}
              rows={data}
              rowKey={({ contributionId }) => contributionId}
              columns={[
                { name: words.contribution, head: true, cell: ({ contributionId }) => <Hex value={contributionId} /> },
                ...(isOwner
                  ? [
                      {
                        name: words.contributor,
                        cell: ({ contributor }: (typeof data)[number]) => <AccountLink address={contributor} />,
                      },
                    ]
                  : []),
                { name: words.when, cell: ({ createdAt }) => formatTime(createdAt) },
                { name: words.records, figures: true, cell: ({ count }) => number(count) },
                { name: words.accepted, figures: true, cell: ({ records }) => number(records.accepted) },
                { name: words.marked, figures: true, cell: ({ records }) => number(records.marked) },
                { name: words.refused, figures: true, cell: ({ records }) => number(records.refused) },
                { name: words.pending, figures: true, cell: ({ records }) => number(records.pending) },
                {
                  name: words.findings,
                  cell: ({ contributionId }) => (
                    <Link
                      to="/contributions/$contributionId"
                      params={{ contributionId }}
                      aria-label={words.findingsOf(shortHex(contributionId))}
                    >
                      {words.findings}
                    </Link>
                  ),
                },
              ]}
            />
            {paging(next)}
          </>
        )
      }
    </Loaded>
  )
}
