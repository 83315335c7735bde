import { useQuery } from '@tanstack/react-query'
import { explorerQueries } from '../../api/explorerQueries.ts'
import { MoneyFlow } from '../../parts/MoneyFlow.tsx'
import { Loaded } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'

/** Where an account's earnings came from; nothing for who has earned nothing. */
export function AccountFlow({ address }: { readonly address: string }) {
  const words = text.moneyFlow
  const flow = useQuery(explorerQueries.accountFlow(address))
  return (
    <Loaded query={flow} lines={5}>
      {(money) =>
        money.total === '0' ? null : <MoneyFlow title={words.account} lead={words.accountLead} money={money} />
      }
    </Loaded>
  )
}
