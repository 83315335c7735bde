import { useQueries, useQuery } from '@tanstack/react-query'
import { accountQueries } from '../../api/accountQueries.ts'
import { queries } from '../../api/queries.ts'
import { useSessionKeyId } from '../../api/sessionKey.ts'
import { useSignedIn } from '../../api/signedIn.ts'
import { Amount } from '../../parts/Amount.tsx'
import { text } from '../../text/text.ts'
import type { Turn } from './turns.ts'

/** What this chat has cost by the receipts of its calls, and where the key is the account's own, how much it may still spend. */
export function ChatCost(props: { readonly turns: readonly Turn[]; readonly sessionKey: string | undefined }) {
  const { turns, sessionKey } = props
  const token = useSignedIn()
  const keyId = useSessionKeyId()
  const keys = useQuery({ ...accountQueries.keys(token ?? ''), enabled: token !== undefined && keyId !== undefined })
  const over = turns.flatMap(({ answers }) =>
    answers.flatMap(({ callId, state }) => (callId === null || state === 'writing' ? [] : [callId])),
  )
  const calls = useQueries({ queries: over.map((callId) => queries.call(callId, sessionKey)) })
  const cost = calls.reduce((sum, { data }) => sum + BigInt(data?.receipt?.fee ?? 0), 0n)
  const key = keys.data?.data.find((one) => one.keyId === keyId)
  const words = text.chat
  if (over.length === 0 && key === undefined) return null
  return (
    <p className="chat-cost" role="status">
      <span>
        {words.cost(over.length)} <Amount wei={cost} unit />
      </span>
      {key === undefined ? null : (
        <span>
          {words.keySpent} <Amount wei={key.spent} unit />
          {key.limits.budget === null ? null : (
            <>
              {' '}
              {words.ofBudget} <Amount wei={key.limits.budget} unit />
            </>
          )}
        </span>
      )}
    </p>
  )
}
