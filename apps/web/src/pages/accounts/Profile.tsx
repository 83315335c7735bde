import type { AccountProfile } from '@openledger/core/api/accountProfile.ts'
import { Link } from '@tanstack/react-router'
import { Amount } from '../../parts/Amount.tsx'
import { Facts } from '../../parts/Facts.tsx'
import { Hex } from '../../parts/Hex.tsx'
import { DatanetLink, ModelLink, RecordLink } from '../../parts/links.tsx'
import { Section } from '../../parts/Page.tsx'
import { Empty } from '../../parts/State.tsx'
import { Table } from '../../parts/Table.tsx'
import { text } from '../../text/text.ts'

/** What an account did and has: income by role, records, models, Datanets, stakes, what it paid. */
export function Profile({ profile }: { readonly profile: AccountProfile }) {
  const words = text.profile
  const { account, roles, records, models, datanets, stakes, paid } = profile
  const number = (count: number) => count.toLocaleString(text.language)
  const sum = roles.reduce((all, { amount }) => all + BigInt(amount), 0n)
  return (
    <>
      {roles.length === 0 ? null : (
        <Section title={words.roles} lead={words.rolesLead}>
          <Table
            label={words.roles}
            rows={roles}
            rowKey={({ role }) => role}
            columns={[
              { name: words.role, head: true, cell: ({ role }) => text.role[role] },
              { name: words.calls, figures: true, cell: ({ calls }) => number(calls) },
              { name: words.amount, figures: true, cell: ({ amount }) => <Amount wei={amount} /> },
            ]}
            total={['', '', <Amount key="sum" wei={sum} />]}
          />
        </Section>
      )}
      {records.brought === 0 ? null : (
        <Section title={words.records} lead={words.recordsLead(number(records.brought), number(records.earning))}>
          {records.best.length === 0 ? (
            <Empty title={words.noneEarned} />
          ) : (
            <Table
              label={words.records}
              rows={records.best}
              rowKey={({ commitment }) => commitment}
              columns={[
                { name: words.record, head: true, cell: ({ commitment }) => <RecordLink commitment={commitment} /> },
                {
                  name: words.datanet,
                  cell: ({ datanetId, slug }) => <DatanetLink datanetId={datanetId} slug={slug ?? undefined} />,
                },
                { name: words.amount, figures: true, cell: ({ amount }) => <Amount wei={amount} /> },
              ]}
            />
          )}
        </Section>
      )}
      {models.length === 0 && datanets.length === 0 && paid.channels === 0 ? null : (
        <Section title={words.has}>
          <Facts
            facts={[
              [
                words.models,
                models.length === 0 ? undefined : (
                  <span key="models" className="links">
                    {models.map(({ modelId, name, owns }) => (
                      <span key={modelId}>
                        <ModelLink name={name} /> {owns ? null : <span className="quiet">{words.sold}</span>}
                      </span>
                    ))}
                  </span>
                ),
              ],
              [
                words.datanets,
                datanets.length === 0 ? undefined : (
                  <span key="datanets" className="links">
                    {datanets.map(({ datanetId, slug }) => (
                      <DatanetLink key={datanetId} datanetId={datanetId} slug={slug} />
                    ))}
                  </span>
                ),
              ],
              ...(paid.channels === 0
                ? []
                : ([
                    [words.channels, number(paid.channels)],
                    [words.deposit, <Amount key="deposit" wei={paid.deposit} unit />],
                    [words.spent, <Amount key="spent" wei={paid.spent} unit />],
                    [
                      words.called,
                      <Link key="called" to="/calls" search={{ account }}>
                        {text.count.calls(paid.calls)}
                      </Link>,
                    ],
                  ] as const)),
            ]}
          />
        </Section>
      )}
      {stakes === null ? (
        <Section title={words.stakes}>
          <Empty title={words.stakesAway} />
        </Section>
      ) : stakes.length === 0 ? null : (
        <Section title={words.stakes}>
          <Table
            label={words.stakes}
            rows={stakes}
            rowKey={({ subject }) => subject}
            columns={[
              {
                name: words.pool,
                head: true,
                cell: ({ subject, name }) => (name === null ? <Hex value={subject} /> : <ModelLink name={name} />),
              },
              { name: words.stake, figures: true, cell: ({ stake }) => <Amount wei={stake} /> },
              { name: words.unbonding, figures: true, cell: ({ unbonding }) => <Amount wei={unbonding} /> },
              { name: words.rewards, figures: true, cell: ({ rewards }) => <Amount wei={rewards} /> },
            ]}
          />
        </Section>
      )}
    </>
  )
}
