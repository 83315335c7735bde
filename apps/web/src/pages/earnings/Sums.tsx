import type { Earnings } from '@openledger/core/api/earnings.ts'
import { Amount } from '../../parts/Amount.tsx'
import { CalledLink, DatanetLink, EpochLink } from '../../parts/links.tsx'
import { Section } from '../../parts/Page.tsx'
import { Empty } from '../../parts/State.tsx'
import { Table } from '../../parts/Table.tsx'
import { text } from '../../text/text.ts'
import { EpochStatus } from '../epochs/EpochStatus.tsx'

/** The same sum three ways: by epoch with its statement, by model, by Datanet. */
export function Sums({ earnings }: { readonly earnings: Earnings }) {
  const words = text.earnings
  const { account, epochs, models, datanets } = earnings
  const statement = `/v1/accounts/${account}/statement`
  if (epochs.length === 0) return <Empty title={words.none}>{words.noneBody}</Empty>
  const total = <Amount wei={epochs.reduce((sum, { amount }) => sum + BigInt(amount), 0n)} />
  return (
    <>
      <Section
        title={words.epochs}
        lead={words.epochsLead}
        action={
          <a className="section-action" href={statement} download>
            {words.all}
          </a>
        }
      >
        <Table
          label={words.epochs}
          rows={epochs}
          rowKey={({ epoch }) => String(epoch)}
          columns={[
            { name: words.epoch, head: true, cell: ({ epoch }) => <EpochLink number={epoch} /> },
            { name: words.status, cell: ({ status }) => <EpochStatus status={status} /> },
            {
              name: words.statement,
              cell: ({ epoch }) => (
                <a href={`${statement}?epoch=${epoch}`} download aria-label={words.statementOf(epoch)}>
                  {words.csv}
                </a>
              ),
            },
            { name: words.amount, figures: true, cell: ({ amount }) => <Amount wei={amount} /> },
          ]}
          total={['', '', '', total]}
        />
      </Section>
      <Section title={words.models}>
        <Table
          label={words.models}
          rows={models}
          rowKey={({ model }) => model}
          columns={[
            { name: words.model, head: true, cell: ({ model }) => <CalledLink name={model} /> },
            { name: words.calls, figures: true, cell: ({ calls }) => calls.toLocaleString(text.language) },
            { name: words.amount, figures: true, cell: ({ amount }) => <Amount wei={amount} /> },
          ]}
          total={['', '', total]}
        />
      </Section>
      <Section title={words.datanets}>
        <Table
          label={words.datanets}
          rows={datanets}
          rowKey={({ datanetId }) => datanetId ?? ''}
          columns={[
            {
              name: words.datanet,
              head: true,
              cell: ({ datanetId, slug }) =>
                datanetId === null ? (
                  <span className="quiet">{words.noDatanet}</span>
                ) : (
                  <DatanetLink datanetId={datanetId} slug={slug ?? undefined} />
                ),
            },
            { name: words.amount, figures: true, cell: ({ amount }) => <Amount wei={amount} /> },
          ]}
          total={['', total]}
        />
      </Section>
    </>
  )
}
