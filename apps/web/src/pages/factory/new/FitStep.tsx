import type { TrainingEstimate } from '@openledger/core/api/estimates.ts'
import type { UseQueryResult } from '@tanstack/react-query'
import type { Actor } from '../../../account/useActor.ts'
import { Amount } from '../../../parts/Amount.tsx'
import { Figures } from '../../../parts/Facts.tsx'
import { Section } from '../../../parts/Page.tsx'
import { Loaded } from '../../../parts/State.tsx'
import { Tag } from '../../../parts/Tag.tsx'
import { text } from '../../../text/text.ts'
import { formatBytes } from './formatSizes.ts'
import { PayFees } from './PayFees.tsx'

const tones = { fits: 'good', tight: 'warn', 'does-not-fit': 'bad' } as const

/** What the training would need and cost, and whether that is there. */
export function FitStep(props: {
  readonly actor: Actor
  /** Nothing can be asked yet. */
  readonly early: boolean
  readonly estimate: UseQueryResult<TrainingEstimate, Error>
}) {
  const { actor, early, estimate } = props
  const words = text.newTraining
  return (
    <Section title={words.fit} lead={words.fitLead}>
      {early ? (
        <p className="note" role="status">
          {words.fitLater}
        </p>
      ) : (
        <Loaded query={estimate} lines={3}>
          {(data) => (
            <div aria-live="polite" aria-busy={estimate.isPlaceholderData}>
              <Verdict estimate={data} />
              <PayFees actor={actor} versions={data.versions} onPaid={() => estimate.refetch()} />
            </div>
          )}
        </Loaded>
      )}
    </Section>
  )
}

function Verdict({ estimate }: { readonly estimate: TrainingEstimate }) {
  const words = text.newTraining
  const number = (value: number) => value.toLocaleString(text.language)
  const { records, heldOut, tokens, steps, memoryBytes, memoryAvailable, seconds, cost, verdict, reasons } = estimate
  return (
    <>
      {records === 0 && verdict === 'fits' ? null : (
        <p className="factory-verdict">
          <Tag tone={tones[verdict]}>{words.verdicts[verdict]}</Tag>
        </p>
      )}
      {reasons.length === 0 ? null : (
        <ul className="factory-reasons">
          {reasons.map(({ code, message }) => (
            <li key={`${code} ${message}`}>
              {message} {code === null ? null : <code className="quiet">{code}</code>}
            </li>
          ))}
        </ul>
      )}
      {records === 0 ? null : (
        <Figures
          figures={[
            { name: words.records, value: number(records), ...(heldOut === 0 ? {} : { note: words.heldOut(heldOut) }) },
            { name: words.tokens, value: number(tokens), note: words.tokensFrom[estimate.tokensFrom] },
            { name: words.stepsOf, value: number(steps) },
            {
              name: words.memory,
              value: memoryBytes === null ? text.run.noValue : formatBytes(memoryBytes),
              note: words.memoryOf(formatBytes(memoryAvailable)),
            },
            {
              name: words.time,
              value: text.factory.duration(seconds),
              note: words.rateFrom[estimate.rateFrom](Math.round(estimate.tokensPerSecond)),
            },
            {
              name: words.cost,
              value: <Amount wei={cost} unit />,
              note: cost === '0' ? words.costNone : words.costFees,
            },
          ]}
        />
      )}
    </>
  )
}
