import { useQuery } from '@tanstack/react-query'
import { explorerQueries } from '../../api/explorerQueries.ts'
import { MoneyFlow } from '../../parts/MoneyFlow.tsx'
import { Loaded } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'

/** Which way an epoch's fees went. */
export function EpochFlow({ number }: { readonly number: number }) {
  const words = text.moneyFlow
  const flow = useQuery(explorerQueries.epochFlow(number))
  return (
    <Loaded query={flow} lines={5}>
      {(money) => <MoneyFlow title={words.epoch} lead={words.epochLead} money={money} />}
    </Loaded>
  )
}
