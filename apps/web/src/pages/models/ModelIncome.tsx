import type { Model } from '@openledger/core/api/models.ts'
import { useQuery } from '@tanstack/react-query'
import { explorerQueries } from '../../api/explorerQueries.ts'
import { Amount } from '../../parts/Amount.tsx'
import { Figures } from '../../parts/Facts.tsx'
import { Section } from '../../parts/Page.tsx'
import { Loaded } from '../../parts/State.tsx'
import { Table } from '../../parts/Table.tsx'
import { text } from '../../text/text.ts'
import { CallList } from '../calls/CallList.tsx'

/** Calls a page. */
const PAGE = 10

/** What a model's calls came to, whom the settled ones paid, and the calls. */
export function ModelIncome({ modelId }: { readonly modelId: Model['openledger']['modelId'] }) {
  const words = text.modelIncome
  const figures = useQuery(explorerQueries.figures(modelId))
  const number = (count: number) => count.toLocaleString(text.language)
  return (
    <>
      <Section title={words.title}>
        <Loaded query={figures} lines={4}>
          {({ calls, charged, inputTokens, outputTokens, fees, settled, income, burned }) => (
            <>
              <Figures
                figures={[
                  { name: words.fees, value: <Amount wei={fees} unit />, note: words.feesOf(number(charged)) },
                  { name: words.settled, value: <Amount wei={settled} unit />, note: words.settledHint },
                  { name: words.calls, value: number(calls), note: words.free(number(calls - charged)) },
                  { name: words.tokens, value: words.tokensOf(number(inputTokens), number(outputTokens)) },
                ]}
              />
              {settled === '0' ? null : (
                <Table
                  label={words.paid}
                  rows={[
                    ...income.map(({ role, amount, accounts }) => ({ name: text.role[role], amount, accounts })),
                    { name: words.burned, amount: burned, accounts: undefined },
                  ]}
                  rowKey={({ name }) => name}
                  columns={[
                    { name: words.paid, head: true, cell: ({ name }) => name },
                    {
                      name: words.accounts,
                      figures: true,
                      cell: ({ accounts }) =>
                        accounts === undefined ? <span className="none">–</span> : number(accounts),
                    },
                    { name: words.amount, figures: true, cell: ({ amount }) => <Amount wei={amount} /> },
                  ]}
                  total={['', '', <Amount key="settled" wei={settled} />]}
                />
              )}
            </>
          )}
        </Loaded>
      </Section>
      <Section title={words.list}>
        <CallList key={modelId} filter={{ model: modelId }} size={PAGE} none={words.none} />
      </Section>
    </>
  )
}
