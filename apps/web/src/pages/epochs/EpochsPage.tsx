import type { Epoch } from '@openledger/core/api/epochs.ts'
import { useQuery } from '@tanstack/react-query'
import { explorerQueries } from '../../api/explorerQueries.ts'
import { formatTime } from '../../format/formatTime.ts'
import { Amount } from '../../parts/Amount.tsx'
import { EpochLink } from '../../parts/links.tsx'
import { Page } from '../../parts/Page.tsx'
import { Empty, Loaded } from '../../parts/State.tsx'
import { Table } from '../../parts/Table.tsx'
import { useCursor } from '../../parts/useCursor.tsx'
import { text } from '../../text/text.ts'
import { EpochStatus } from './EpochStatus.tsx'

/** Epochs a page. */
const PAGE = 50

/** Every epoch, newest first. */
export function EpochsPage() {
  const words = text.epochs
  const [after, paging] = useCursor()
  const epochs = useQuery(explorerQueries.epochs(after, PAGE))
  const money = (key: 'fees' | 'paid' | 'burned' | 'pools') => ({
    name: words[key],
    figures: true,
    cell: ({ totals }: Epoch) => (totals === null ? <span className="none">–</span> : <Amount wei={totals[key]} />),
  })
  return (
    <Page title={words.title} lead={words.lead}>
      <Loaded query={epochs}>
        {({ data, next }) =>
          data.length === 0 ? (
            <Empty title={words.empty}>{words.emptyBody}</Empty>
          ) : (
            <>
              <Table
                label={words.title}
                rows={data}
                rowKey={({ number }) => String(number)}
                columns={[
                  {
                    name: words.number,
                    head: true,
                    cell: ({ number }) => <EpochLink number={number} name={text.epoch.title(number)} />,
                  },
                  { name: words.status, cell: ({ status }) => <EpochStatus status={status} /> },
                  {
                    name: words.posted,
                    cell: ({ postedAt }) =>
                      postedAt === null ? (
                        <span className="none">–</span>
                      ) : (
                        <time className="time">{formatTime(postedAt)}</time>
                      ),
                  },
                  {
                    name: words.calls,
                    figures: true,
                    cell: ({ totals }) =>
                      totals?.calls.toLocaleString(text.language) ?? <span className="none">–</span>,
                  },
                  money('paid'),
                  money('pools'),
                  money('burned'),
                  money('fees'),
                ]}
              />
              {paging(next === null ? null : String(next))}
            </>
          )
        }
      </Loaded>
    </Page>
  )
}
