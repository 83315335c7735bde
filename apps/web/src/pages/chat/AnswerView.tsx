import type { Call } from '@openledger/core/api/calls.ts'
import type { Route } from '@openledger/core/api/generation.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { queries } from '../../api/queries.ts'
import { Amount } from '../../parts/Amount.tsx'
import { Unfold } from '../../parts/Unfold.tsx'
import { ProvenanceView } from '../../provenance/ProvenanceView.tsx'
import { text } from '../../text/text.ts'
import { VerifyCall } from '../../verify/VerifyCall.tsx'
import type { Income } from '../calls/deriveIncome.ts'
import { ReceiptFacts } from '../calls/ReceiptFacts.tsx'
import { useIncome } from '../calls/useIncome.ts'
import type { Answer } from './turns.ts'

/** An answer as it is written; then what it stands on, what it cost, its receipt, and how to check all that. */
export function AnswerView(props: {
  readonly answer: Answer
  readonly sessionKey: string | undefined
  readonly onRetry: (() => void) | undefined
}) {
  const { answer, sessionKey, onRetry } = props
  const { callId, state, side } = answer
  const over = state !== 'writing'
  const call = useQuery({ ...queries.call(callId ?? '', sessionKey), enabled: callId !== null && over })
  return (
    <div className="said said-assistant" data-state={state}>
      <span className="said-by">{side.label}</span>
      {call.data === undefined ? <Written answer={answer} /> : <Billed answer={answer} call={call.data} />}
      {answer.route === undefined ? null : <Routed route={answer.route} />}
      <State answer={answer} />
      {over ? (
        <p className="turn-actions">
          <Copy words={call.data?.answer ?? answer.text} />
          {onRetry === undefined ? null : (
            <button type="button" className="link" onClick={onRetry}>
              {text.chat.retry}
            </button>
          )}
          {callId === null ? null : (
            <Link to="/calls/$callId" params={{ callId }}>
              {text.chat.whole}
            </Link>
          )}
        </p>
      ) : null}
    </div>
  )
}

/** Which model the gateway chose, and the public words that led to it. */
function Routed({ route: { model, reason, closest } }: { readonly route: Route }) {
  const words = text.chat
  const near = closest.find((one) => one.model === model)
  return (
    <p className="note">
      {reason === 'base' || near === undefined ? words.routedBase(model) : words.routed(model)}
      {reason === 'base' || near === undefined ? null : <q className="said-near">{near.words}</q>}
    </p>
  )
}

/** The words as they came. */
function Written({ answer: { text: words, state, citations } }: { readonly answer: Answer }) {
  return (
    <>
      <p className="said-text">
        {words}
        {state === 'writing' ? <span className="cursor" aria-hidden="true" /> : null}
      </p>
      {citations.length === 0 ? null : (
        <p className="note">
          {text.chat.cited}: {[...new Set(citations.map(({ title }) => title))].join(' · ')}
        </p>
      )}
    </>
  )
}

/** The words as the gateway billed them, with what they stand on as soon as that is known. */
function Billed({ answer, call }: { readonly answer: Answer; readonly call: Call }) {
  const words = text.chat
  const { receipt, attribution } = call
  const { ready, income, datanets } = useIncome(call)
  const shown = { ...answer, text: call.answer ?? answer.text }
  if (receipt === null)
    return (
      <>
        <Written answer={shown} />
        {call.status === 'reserved' ? null : (
          <p className="note">{call.status === 'unpaid' ? text.call.unpaid : words.notCharged}</p>
        )}
      </>
    )
  const attributed = ready && attribution !== null && attribution.entries.length > 0 && call.answer !== undefined
  return (
    <>
      {attributed ? <ProvenanceView call={call} income={income} datanets={datanets} /> : <Written answer={shown} />}
      {!ready || attributed ? null : income?.parts.data === 0n ? (
        <p className="note">{words.noData}</p>
      ) : attribution === null ? (
        <p className="note" role="status">
          {words.attributing}
        </p>
      ) : null}
      <p className="turn-fee">
        {text.call.tokensOf(text.count.tokens(receipt.inputTokens), String(receipt.outputTokens))} · {words.fee}{' '}
        <Amount wei={receipt.fee} unit />
      </p>
      {ready ? <Checks call={call} income={income} /> : null}
    </>
  )
}

/** The receipt, and the call verified here. */
function Checks({ call, income }: { readonly call: Call; readonly income: Income | undefined }) {
  return (
    <Unfold title={text.chat.receipt} className="turn-sources">
      {call.receipt === null ? null : <ReceiptFacts receipt={call.receipt} signature={call.signature} />}
      <VerifyCall call={call} derived={income?.credits ?? []} />
    </Unfold>
  )
}

/** What became of it, where it did not come to its own end. */
function State({ answer: { state, error } }: { readonly answer: Answer }) {
  const words = text.chat
  return (
    <>
      {state === 'stopped' ? <p className="note">{words.stopped}</p> : null}
      {state === 'interrupted' ? <p className="note">{words.interrupted}</p> : null}
      {state === 'cut' ? (
        <div className="failure" role="alert">
          <p className="failure-title">{words.cut}</p>
          <p>{words.cutHint}</p>
        </div>
      ) : null}
      {error === null ? null : (
        <div className="failure" role="alert">
          <p className="failure-title">{error.message}</p>
          <p>{error.hint}</p>
          {error.code === '' ? null : (
            <p className="failure-code">
              {text.state.code} <code>{error.code}</code>
            </p>
          )}
        </div>
      )}
    </>
  )
}

function Copy({ words }: { readonly words: string }) {
  const [copied, setCopied] = useState(false)
  if (words === '') return null
  const copy = () => {
    void navigator.clipboard.writeText(words).then(() => {
      setCopied(true)
      setTimeout(() => setCopied(false), 1_500)
    })
  }
  return (
    <button type="button" className="link" onClick={copy}>
      {copied ? text.parts.copied : text.chat.copy}
    </button>
  )
}
