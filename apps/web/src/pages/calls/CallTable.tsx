import type { CallSummary } from '@openledger/core/api/calls.ts'
import { formatTime } from '../../format/formatTime.ts'
import { Amount } from '../../parts/Amount.tsx'
import { CalledLink, CallLink, EpochLink } from '../../parts/links.tsx'
import { Table } from '../../parts/Table.tsx'
import { Tag } from '../../parts/Tag.tsx'
import { text } from '../../text/text.ts'

const tone = { reserved: 'warn', unpaid: 'warn', settled: 'good', failed: 'bad', cancelled: 'quiet' } as const

/** The state of a call in a word. */
export function CallStatus({ status }: { readonly status: CallSummary['status'] }) {
  return <Tag tone={tone[status]}>{text.callStatus[status]}</Tag>
}

/** Calls as a table, each leading to its page. */
export function CallTable({ calls }: { readonly calls: readonly CallSummary[] }) {
  const words = text.calls
  return (
    <Table
      label={words.title}
      rows={calls}
      rowKey={({ callId }) => callId}
      columns={[
        { name: words.id, head: true, cell: ({ callId }) => <CallLink callId={callId} /> },
        { name: words.model, cell: ({ model }) => <CalledLink name={model} /> },
        { name: words.time, cell: ({ startedAt }) => <time className="time">{formatTime(startedAt)}</time> },
        { name: words.status, cell: ({ status }) => <CallStatus status={status} /> },
        {
          name: words.epoch,
          figures: true,
          cell: ({ epoch }) =>
            epoch === null ? <span className="none">{words.notYet}</span> : <EpochLink number={epoch} />,
        },
        {
          name: words.fee,
          figures: true,
          cell: ({ fee }) => (fee === null ? <span className="none">{text.parts.none}</span> : <Amount wei={fee} />),
        },
      ]}
    />
  )
}
