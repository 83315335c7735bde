import { useQuery } from '@tanstack/react-query'
import { explorerQueries } from '../../api/explorerQueries.ts'
import { Amount } from '../../parts/Amount.tsx'
import { AccountLink, EpochLink } from '../../parts/links.tsx'
import { Page } from '../../parts/Page.tsx'
import { Empty, Loaded } from '../../parts/State.tsx'
import { Table } from '../../parts/Table.tsx'
import { useCursor } from '../../parts/useCursor.tsx'
import { text } from '../../text/text.ts'

/** Accounts a page. */
const PAGE = 50

/** Everybody who has earned, the highest earnings first. */
export function AccountsPage() {
  const words = text.accounts
  const [after, paging] = useCursor()
  const accounts = useQuery(explorerQueries.accounts(after, PAGE))
  return (
    <Page title={words.title} lead={words.lead}>
      <Loaded query={accounts}>
        {({ data, next }) =>
          data.length === 0 ? (
            <Empty title={words.empty}>{words.emptyBody}</Empty>
          ) : (
            <>
              <Table
                label={words.title}
                rows={data}
                rowKey={({ account }) => account}
                columns={[
                  { name: words.account, head: true, cell: ({ account }) => <AccountLink address={account} /> },
                  { name: words.lastEpoch, figures: true, cell: ({ lastEpoch }) => <EpochLink number={lastEpoch} /> },
                  { name: words.earned, figures: true, cell: ({ cumulative }) => <Amount wei={cumulative} /> },
                ]}
              />
              {paging(next)}
            </>
          )
        }
      </Loaded>
    </Page>
  )
}
