import { text } from '../text/text.ts'
import { VERIFY_STEPS } from './messages.ts'
import type { Verification } from './useVerification.ts'

/** The steps in their order: done with how much was looked at, the one at work, those to come. */
export function VerifySteps(props: { readonly verification: Verification; readonly number: number }) {
  const { steps, state } = props.verification
  const words = text.verify
  return (
    <>
      {state === 'running' && steps.length === 0 && props.number > 1 ? (
        <p className="note">{words.before(props.number - 1)}</p>
      ) : null}
      <ol className="steps">
        {VERIFY_STEPS.map((name, place) => {
          const step = steps[place]
          const at =
            step !== undefined
              ? step.ok
                ? 'ok'
                : 'no'
              : place === steps.length && state === 'running'
                ? 'now'
                : 'later'
          return (
            <li key={name} className={`step step-${at}`} aria-current={at === 'now' ? 'step' : undefined}>
              <span className="step-mark" aria-hidden="true">
                {at === 'ok' ? '✓' : at === 'no' ? '✕' : at === 'now' ? '…' : '·'}
              </span>
              <span className="step-name">{words.steps[name]}</span>
              <span className="step-count">
                {at === 'ok' && step !== undefined
                  ? words.checked(step.checked)
                  : at === 'no'
                    ? words.difference
                    : at === 'now'
                      ? words.working
                      : ''}
              </span>
            </li>
          )
        })}
      </ol>
    </>
  )
}
