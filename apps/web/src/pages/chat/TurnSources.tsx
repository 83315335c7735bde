import type { Call } from '@openledger/core/api/calls.ts'
import { useQuery } from '@tanstack/react-query'
import { queries } from '../../api/queries.ts'
import { Amount } from '../../parts/Amount.tsx'
import { text } from '../../text/text.ts'
import { SourceTable } from '../calls/SourceTable.tsx'
import { useIncome } from '../calls/useIncome.ts'

/** What an answer cost, and the records that it stands on as soon as they are known. */
export function TurnSources(props: { readonly callId: string; readonly sessionKey: string | undefined }) {
  const { data } = useQuery(queries.call(props.callId, props.sessionKey))
  return data === undefined ? null : <Sources call={data} />
}

function Sources({ call }: { readonly call: Call }) {
  const words = text.chat
  const { receipt, attribution } = call
  const { ready, income, datanets } = useIncome(call)
  if (receipt === null) return call.status === 'reserved' ? null : <p className="note">{words.notCharged}</p>
  return (
    <>
      <p className="turn-fee">
        {text.call.tokensOf(text.count.tokens(receipt.inputTokens), String(receipt.outputTokens))} · {words.fee}{' '}
        <Amount wei={receipt.fee} unit />
      </p>
      {!ready ? null : income?.parts.data === 0n ? (
        <p className="note">{words.noData}</p>
      ) : attribution === null ? (
        <p className="note" role="status">
          {words.attributing}
        </p>
      ) : (
        <details className="turn-sources" open>
          <summary>{words.sources}</summary>
          <SourceTable entries={attribution.entries} income={income} datanets={datanets} />
        </details>
      )}
    </>
  )
}
