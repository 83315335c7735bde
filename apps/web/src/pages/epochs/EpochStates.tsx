import type { Epoch } from '@openledger/core/api/epochs.ts'
import { Section } from '../../parts/Page.tsx'
import { text } from '../../text/text.ts'

const STEPS = ['open', 'attributing', 'collecting', 'building', 'publishing', 'posted', 'final'] as const

/** The epoch's way from its receipts to what can be claimed, where it is on it, and what else can come. */
export function EpochStates({ status }: { readonly status: Epoch['status'] }) {
  const words = text.states
  const at = status === 'failed' ? -1 : STEPS.indexOf(status)
  return (
    <Section title={words.title} lead={words.lead}>
      <ol className="states">
        {STEPS.map((step, place) => {
          // The last step is no step on the way: who is there has arrived.
          const state = place < at || status === 'final' ? 'done' : place === at ? 'now' : 'later'
          return (
            <li key={step} className={`state state-${state}`} aria-current={place === at ? 'step' : undefined}>
              <span className="state-mark" aria-hidden="true" />
              <span className="state-name">{words.steps[step]}</span>
              <span className="hidden">{words[state]}</span>
            </li>
          )
        })}
      </ol>
      {status === 'final' ? null : (
        <details className="states-more">
          <summary>{words.branches}</summary>
          <ul>
            <li>{words.void}</li>
            <li>{words.silent}</li>
          </ul>
        </details>
      )}
    </Section>
  )
}
