import type { MoneyFlow as Money } from '@openledger/core/api/flows.ts'
import { lazy, Suspense, useMemo } from 'react'
import { text } from '../text/text.ts'
import { flowOfMoney } from './flowOfMoney.ts'
import { Section } from './Page.tsx'
import { Empty, Loading } from './State.tsx'

const Flow = lazy(async () => ({ default: (await import('./Flow.tsx')).Flow }))

/** Which way money went: payer, model, part of the fee or Datanet, account. */
export function MoneyFlow(props: { readonly title: string; readonly lead: string; readonly money: Money }) {
  const { title, lead, money } = props
  const flow = useMemo(() => flowOfMoney(money, { ...text.moneyFlow, others: text.flow.others }), [money])
  return (
    <Section title={title} lead={lead}>
      {money.total === '0' ? (
        <Empty title={text.moneyFlow.none} />
      ) : (
        <Suspense fallback={<Loading lines={5} />}>
          <Flow label={title} columns={text.moneyFlow.columns} flow={flow} />
        </Suspense>
      )}
    </Section>
  )
}
