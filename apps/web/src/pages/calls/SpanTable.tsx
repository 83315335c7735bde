import type { Call } from '@openledger/core/api/calls.ts'
import { sliceBytes } from '@openledger/core/primitives/sliceBytes.ts'
import { Hex } from '../../parts/Hex.tsx'
import { Section } from '../../parts/Page.tsx'
import { Table } from '../../parts/Table.tsx'
import { text } from '../../text/text.ts'

/** The pieces of an answer that records have word for word: evidence, which pays nothing. */
export function SpanTable({ call: { spans, answer } }: { readonly call: Call }) {
  if (spans === undefined || spans === null || answer === undefined) return null
  const words = text.call
  return (
    <Section title={words.spans} lead={spans.length === 0 ? words.spansNone : words.spansLead}>
      {spans.length === 0 ? null : (
        <Table
          label={words.spans}
          rows={spans}
          rowKey={({ start }) => String(start)}
          columns={[
            {
              name: words.piece,
              head: true,
              cell: ({ start, end }) => <q>{sliceBytes(answer, start, end).trim()}</q>,
            },
            {
              name: words.foundIn,
              cell: ({ records }) => (
                <ul>
                  {records.map(({ commitment, part }) => (
                    <li key={`${commitment} ${part}`}>
                      <Hex value={commitment} /> {words.part(part)}
                    </li>
                  ))}
                </ul>
              ),
            },
            { name: words.occurs, figures: true, cell: ({ count }) => count.toLocaleString('en') },
          ]}
        />
      )}
    </Section>
  )
}
