import type { Account } from '@openledger/core/api/accounts.ts'
import { Amount } from '../../parts/Amount.tsx'
import { DatanetLink, EpochLink, RecordLink } from '../../parts/links.tsx'
import { Empty } from '../../parts/State.tsx'
import { Table } from '../../parts/Table.tsx'
import { usePaging } from '../../parts/usePaging.tsx'
import { text } from '../../text/text.ts'

/** Credits a page. */
const PAGE = 25

/** What an account was credited, the newest epoch first, with the sum of all of it. */
export function CreditTable({ credits }: { readonly credits: Account['credits'] }) {
  const words = text.account
  const [rows, paging] = usePaging(credits.toReversed(), PAGE)
  if (credits.length === 0) return <Empty title={words.noCredits}>{words.noCreditsBody}</Empty>
  const sum = credits.reduce((all, { amount }) => all + BigInt(amount), 0n)
  return (
    <>
      <Table
        label={words.credits}
        rows={rows}
        rowKey={({ epoch, role, commitment }) => `${epoch} ${role} ${commitment}`}
        columns={[
          { name: words.epoch, head: true, cell: ({ epoch }) => <EpochLink number={epoch} /> },
          { name: words.role, cell: ({ role }) => text.role[role] },
          {
            name: words.source,
            cell: ({ role, commitment }) =>
              Number(commitment) === 0 ? (
                <span className="none">{text.parts.none}</span>
              ) : role === 'datanetPool' ? (
                <DatanetLink datanetId={commitment} />
              ) : (
                <RecordLink commitment={commitment} />
              ),
          },
          { name: words.amount, figures: true, cell: ({ amount }) => <Amount wei={amount} /> },
        ]}
        total={['', '', '', <Amount key="sum" wei={sum} />]}
      />
      {paging}
    </>
  )
}
