import type { Usage, UsageSums } from '@openledger/core/api/usage.ts'
import { Amount } from '../../parts/Amount.tsx'
import { CalledLink } from '../../parts/links.tsx'
import { Section } from '../../parts/Page.tsx'
import { type Column, Table } from '../../parts/Table.tsx'
import { Tag } from '../../parts/Tag.tsx'
import { usePaging } from '../../parts/usePaging.tsx'
import { text } from '../../text/text.ts'

/** Rows a page of a table. */
const PAGE = 31

/** The same calls by key, by model and by day; each sums to the same. */
export function UsageTables({ usage }: { readonly usage: Usage }) {
  const words = text.usage
  const [keys, keyPages] = usePaging(usage.keys, PAGE)
  const [days, dayPages] = usePaging(usage.days.toReversed(), PAGE)
  const end = sumColumns()
  const { total } = usage
  const sums = end.map(({ cell }) => cell(total))
  return (
    <>
      <Section title={words.byKey}>
        <Table
          label={words.byKey}
          rows={keys}
          rowKey={({ keyId }) => keyId}
          columns={[
            {
              name: words.key,
              head: true,
              cell: ({ name, revokedAt }) => (
                <>
                  {name} {revokedAt === null ? null : <Tag tone="quiet">{words.revoked}</Tag>}
                </>
              ),
            },
            {
              name: words.budget,
              figures: true,
              cell: ({ budget }) =>
                budget === null ? <span className="none">{words.noBudget}</span> : <Amount wei={budget} />,
            },
            {
              name: words.left,
              figures: true,
              cell: ({ left }) =>
                left === null ? <span className="none">{text.parts.none}</span> : <Amount wei={left} />,
            },
            ...end,
          ]}
          total={['', '', '', ...sums]}
        />
        {keyPages}
      </Section>
      <Section title={words.byModel}>
        <Table
          label={words.byModel}
          rows={usage.models}
          rowKey={({ modelId }) => modelId}
          columns={[{ name: words.model, head: true, cell: ({ model }) => <CalledLink name={model} /> }, ...end]}
          total={['', ...sums]}
        />
      </Section>
      <Section title={words.byDay}>
        <Table
          label={words.byDay}
          rows={days}
          rowKey={({ day }) => day}
          columns={[{ name: words.day, head: true, cell: ({ day }) => <time className="time">{day}</time> }, ...end]}
          total={['', ...sums]}
        />
        {dayPages}
      </Section>
    </>
  )
}

function sumColumns(): Column<UsageSums>[] {
  const words = text.usage
  const number = (count: number) => count.toLocaleString(text.language)
  return [
    { name: words.calls, figures: true, cell: ({ calls }) => number(calls) },
    {
      name: words.tokens,
      figures: true,
      cell: ({ inputTokens, outputTokens }) => number(inputTokens + outputTokens),
    },
    { name: words.releasedOpen, figures: true, cell: ({ released }) => <Amount wei={released} /> },
    { name: words.fee, figures: true, cell: ({ fees }) => <Amount wei={fees} /> },
  ]
}
