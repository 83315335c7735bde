import type { FeeParts } from '@openledger/core/payout/splitFee.ts'
import { formatShare } from '../../format/formatShare.ts'
import { Amount } from '../../parts/Amount.tsx'
import { ShareBar } from '../../parts/ShareBar.tsx'
import { Table } from '../../parts/Table.tsx'
import { text } from '../../text/text.ts'

const order = ['data', 'model', 'stakers', 'operator', 'burn'] as const

/** A fee's five parts, drawn and written; they sum to the fee. */
export function FeeCut({ parts, fee }: { readonly parts: FeeParts; readonly fee: bigint }) {
  const roles = text.model.splitRoles
  return (
    <>
      <ShareBar parts={order.map((role) => ({ name: roles[role], size: parts[role], kind: role }))} />
      <Table
        label={text.call.cut}
        rows={order}
        rowKey={(role) => role}
        columns={[
          {
            name: text.account.role,
            head: true,
            cell: (role) => <span className={`swatch swatch-${role}`}>{roles[role]}</span>,
          },
          { name: text.call.share, figures: true, cell: (role) => formatShare(parts[role], fee) },
          { name: text.account.amount, figures: true, cell: (role) => <Amount wei={parts[role]} /> },
        ]}
        total={[text.call.fee, '', <Amount key="fee" wei={fee} />]}
      />
    </>
  )
}
