import { Facts } from '../parts/Facts.tsx'
import { text } from '../text/text.ts'
import type { Verification } from './useVerification.ts'

/** What a verification came to: it holds, the first difference, or why nothing can be said. */
export function VerifyOutcome(props: {
  readonly verification: Verification
  readonly holds: string
  /** What a difference means. */
  readonly differs: string
}) {
  const { verification, holds, differs } = props
  const words = text.verify
  const { state, difference, failure, milliseconds } = verification
  return (
    <div role="status" className="verify-outcome" data-state={state}>
      {state === 'holds' ? (
        <p className="verdict verdict-good">
          {holds} <span className="quiet">{words.seconds(((milliseconds ?? 0) / 1000).toFixed(1))}</span>
        </p>
      ) : null}
      {state === 'stopped' ? <p className="note">{words.stopped}</p> : null}
      {difference === undefined ? null : (
        <div className="failure">
          <p className="failure-title">
            {words.difference}: {difference.message}
          </p>
          <p>{differs}</p>
          <Facts
            facts={(['code', 'epoch', 'file', 'leaf', 'field', 'expected', 'found'] as const)
              .filter((field) => difference[field] !== '')
              .map((field) => [
                words.fields[field],
                <span key={field} className="hex">
                  {difference[field]}
                </span>,
              ])}
          />
        </div>
      )}
      {failure === undefined ? null : (
        <div className="failure">
          <p className="failure-title">
            {words.impossible}: {failure.message}
          </p>
          {failure.hint === undefined ? null : <p>{failure.hint}</p>}
          {failure.code === undefined ? null : (
            <p className="failure-code">
              {text.state.code} <code>{failure.code}</code>
            </p>
          )}
        </div>
      )}
    </div>
  )
}
