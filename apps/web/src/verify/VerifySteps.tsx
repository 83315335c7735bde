import { text } from '../text/text.ts'
import type { Verification } from './useVerification.ts'

/** The steps in their order: done with how much was looked at, the one at work, those to come. */
export function VerifySteps(props: {
  readonly verification: Verification
  /** Names of the steps, as core has them, and what each says. */
  readonly steps: readonly (readonly [name: string, says: string])[]
}) {
  const { steps, state } = props.verification
  const words = text.verify
  const next = props.steps.findIndex(([name]) => steps.every((step) => step.name !== name))
  return (
    <ol className="steps">
      {props.steps.map(([name, says], place) => {
        const step = steps.find((one) => one.name === name)
        const at =
          step !== undefined ? (step.ok ? 'ok' : 'no') : place === next && state === 'running' ? 'now' : 'later'
        return (
          <li key={name} className={`step step-${at}`} aria-current={at === 'now' ? 'step' : undefined}>
            <span className="step-mark" aria-hidden="true">
              {at === 'ok' ? '✓' : at === 'no' ? '✕' : at === 'now' ? '…' : '·'}
            </span>
            <span className="step-name">{says}</span>
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
  )
}
