import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { queries } from '../../api/queries.ts'
import { text } from '../../text/text.ts'
import { TurnSources } from './TurnSources.tsx'
import type { Turn } from './turns.ts'

/** A question, its answer as it is written, and below it what the answer cost and stands on. */
export function TurnView({ turn, sessionKey }: { readonly turn: Turn; readonly sessionKey: string | undefined }) {
  const words = text.chat
  const { callId, state } = turn
  return (
    <article className="turn" data-state={state}>
      <div className="said said-user">
        <span className="said-by">{words.you}</span>
        <p className="said-text">{turn.question}</p>
      </div>
      <div className="said said-assistant">
        <span className="said-by">{turn.model}</span>
        {state === 'interrupted' && callId !== null ? (
          <BilledAnswer callId={callId} sessionKey={sessionKey} written={turn.answer} />
        ) : (
          <p className="said-text">
            {turn.answer}
            {state === 'writing' ? <span className="cursor" aria-hidden="true" /> : null}
          </p>
        )}
        {turn.citations.length === 0 ? null : (
          <p className="note">
            {words.cited}: {[...new Set(turn.citations.map(({ title }) => title))].join(' · ')}
          </p>
        )}
        {state === 'stopped' ? <p className="note">{words.stopped}</p> : null}
        {state === 'interrupted' ? <p className="note">{words.interrupted}</p> : null}
        {turn.error === null ? null : (
          <div className="failure" role="alert">
            <p className="failure-title">{turn.error.message}</p>
            <p>{turn.error.hint}</p>
            {turn.error.code === '' ? null : (
              <p className="failure-code">
                {text.state.code} <code>{turn.error.code}</code>
              </p>
            )}
          </div>
        )}
      </div>
      {callId === null || state === 'writing' ? null : (
        <div className="turn-foot">
          <TurnSources callId={callId} sessionKey={sessionKey} />
          <Link to="/calls/$callId" params={{ callId }}>
            {words.whole}
          </Link>
        </div>
      )}
    </article>
  )
}

/** After a reload: the answer as the gateway billed it. */
function BilledAnswer(props: {
  readonly callId: string
  readonly sessionKey: string | undefined
  readonly written: string
}) {
  const call = useQuery(queries.call(props.callId, props.sessionKey))
  return <p className="said-text">{call.data?.answer ?? props.written}</p>
}
