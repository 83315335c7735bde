import type { Operator } from '@openledger/core/api/operator.ts'
import { formatTime } from '../../format/formatTime.ts'
import { Amount } from '../../parts/Amount.tsx'
import { Figures } from '../../parts/Facts.tsx'
import { EpochLink } from '../../parts/links.tsx'
import { Section } from '../../parts/Page.tsx'
import { Table } from '../../parts/Table.tsx'
import { text } from '../../text/text.ts'

/** What waits for an epoch, what is being made, what may be challenged until when, and the bond behind it. */
export function EpochFigures({ epochs }: { readonly epochs: Operator['epochs'] }) {
  const words = text.operator
  const { waiting, unposted, inWindow, bond } = epochs
  const amount = (wei: string | undefined) =>
    wei === undefined ? <span className="none">{words.unknown}</span> : <Amount wei={wei} unit />
  return (
    <Section title={words.epochs}>
      <Figures
        figures={[
          {
            name: words.waiting,
            value: <Amount wei={waiting.fees} unit />,
            note: words.waitingHint(text.count.calls(waiting.count)),
          },
          {
            name: words.making,
            value:
              unposted === null ? (
                words.makingNone
              ) : (
                <EpochLink
                  number={unposted.number}
                  name={words.makingOf(unposted.number, text.epochStatus[unposted.status])}
                />
              ),
            ...(unposted?.error == null ? {} : { note: words.stands(unposted.error) }),
          },
          { name: words.final, value: epochs.final.toLocaleString(text.language) },
          { name: words.bond, value: amount(bond?.amount), note: words.bondHint },
          { name: words.locked, value: amount(bond?.locked), note: words.lockedHint },
        ]}
      />
      {inWindow.length === 0 ? null : (
        <Table
          label={words.inWindow}
          rows={inWindow}
          rowKey={({ number }) => String(number)}
          columns={[
            {
              name: words.inWindow,
              head: true,
              cell: ({ number }) => <EpochLink number={number} name={text.epoch.title(number)} />,
            },
            { name: words.until, cell: ({ finalizesAt }) => <time className="time">{formatTime(finalizesAt)}</time> },
            { name: words.fees, figures: true, cell: ({ fees }) => <Amount wei={fees} /> },
          ]}
        />
      )}
    </Section>
  )
}
