import type { Evaluation } from '@openledger/core/api/evaluations.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { evaluationQueries } from '../../api/evaluationQueries.ts'
import { formatTime } from '../../format/formatTime.ts'
import { Facts } from '../../parts/Facts.tsx'
import { Field } from '../../parts/Field.tsx'
import { Section } from '../../parts/Page.tsx'
import { Loaded } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'
import { Share } from './Interval.tsx'

/** The adapter against what one of the same name answered before: an earlier training's evaluation first. */
export function Regression({ evaluation, token }: { readonly evaluation: Evaluation; readonly token: string }) {
  const words = text.evaluation
  const { data } = useQuery(evaluationQueries.ofName(evaluation.name, token))
  const earlier = (data?.data ?? []).filter(
    (one) =>
      one.report !== null && one.createdAt <= evaluation.createdAt && one.evaluationId !== evaluation.evaluationId,
  )
  const first = earlier.find(({ trainingId }) => trainingId !== evaluation.trainingId)
  const [chosen, setChosen] = useState<string>()
  const against = chosen ?? first?.evaluationId ?? ''
  if (earlier.length === 0) return null
  return (
    <Section title={words.regression} lead={words.regressionLead}>
      <div className="form">
        <Field label={words.against}>
          {(control) => (
            <select {...control} value={against} onChange={({ target }) => setChosen(target.value)}>
              <option value="">{words.chooseNone}</option>
              {earlier.map(({ evaluationId, name, createdAt }) => (
                <option key={evaluationId} value={evaluationId}>
                  {words.evaluationOf(name, formatTime(createdAt))}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      {against === '' ? null : (
        <Compared key={against} evaluationId={evaluation.evaluationId} against={against} token={token} />
      )}
    </Section>
  )
}

function Compared(props: { readonly evaluationId: string; readonly against: string; readonly token: string }) {
  const words = text.evaluation
  const compared = useQuery(evaluationQueries.regression(props.evaluationId, props.against, props.token))
  return (
    <Loaded query={compared} lines={3}>
      {({ inBoth, before, now, changed, worse }) =>
        inBoth === 0 ? (
          <p className="note">{words.noShared}</p>
        ) : (
          <Facts
            facts={[
              [words.inBoth, inBoth.toLocaleString(text.language)],
              [words.before, <Share key="before" rate={before} />],
              [words.now, <Share key="now" rate={now} />],
              [words.changed, `${changed.better} / ${changed.worse} (${words.chance(changed.p)})`],
              [words.places, worse.length === 0 ? undefined : worse.map((place) => place + 1).join(', ')],
            ]}
          />
        )
      }
    </Loaded>
  )
}
