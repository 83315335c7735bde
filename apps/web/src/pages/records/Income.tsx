import type { ApiRecord } from '@openledger/core/api/versions.ts'
import { Amount } from '../../parts/Amount.tsx'
import { CalledLink, EpochLink } from '../../parts/links.tsx'
import { Section } from '../../parts/Page.tsx'
import { Empty } from '../../parts/State.tsx'
import { Table } from '../../parts/Table.tsx'
import { text } from '../../text/text.ts'

/** What a record earned, by epoch and model. */
export function Income({ income }: { readonly income: ApiRecord['income'] }) {
  const words = text.recordPage
  return (
    <Section title={words.income} lead={words.incomeLead}>
      {income.entries.length === 0 ? (
        <Empty title={words.noIncome}>{words.noIncomeBody}</Empty>
      ) : (
        <Table
          label={words.income}
          rows={income.entries}
          rowKey={({ epoch, model }) => `${epoch} ${model}`}
          columns={[
            { name: words.epoch, head: true, cell: ({ epoch }) => <EpochLink number={epoch} /> },
            { name: words.model, cell: ({ model }) => <CalledLink name={model} /> },
            { name: words.calls, figures: true, cell: ({ calls }) => calls.toLocaleString(text.language) },
            { name: words.amount, figures: true, cell: ({ amount }) => <Amount wei={amount} /> },
          ]}
          total={[
            words.total,
            null,
            income.calls.toLocaleString(text.language),
            <Amount key="total" wei={income.total} />,
          ]}
        />
      )}
    </Section>
  )
}
