import type { ModelCard } from '@openledger/core/api/modelCard.ts'
import { useQuery } from '@tanstack/react-query'
import { publishingQueries } from '../../api/publishingQueries.ts'
import { Facts } from '../../parts/Facts.tsx'
import { Section } from '../../parts/Page.tsx'
import { Loaded } from '../../parts/State.tsx'
import '../../styles/judge.css'
import { text } from '../../text/text.ts'
import { FiguresTable } from '../evaluation/FiguresTable.tsx'
import { VerdictTable } from '../evaluation/VerdictTable.tsx'

/** What is known of a model beside its price: licence, data, settings, figures of the evaluation that it shows. */
export function ModelCardSection({ name }: { readonly name: string }) {
  const words = text.card
  const card = useQuery(publishingQueries.card(name))
  return (
    <Section
      title={words.title}
      lead={words.lead}
      action={<a href={`/v1/models/${encodeURIComponent(name)}/card?format=md`}>{words.markdown}</a>}
    >
      <Loaded query={card} lines={4}>
        {(data) => <Card card={data} />}
      </Loaded>
    </Section>
  )
}

function Card({ card }: { readonly card: ModelCard }) {
  const words = text.card
  const { licence, base, contributors, training, evaluation } = card
  const number = (value: number) => value.toLocaleString(text.language)
  return (
    <>
      <Facts
        facts={[
          [words.licence, licence ?? words.noLicence],
          [words.base, base.licence === null ? base.id : words.baseUnder(base.title ?? base.id, base.licence)],
          [words.contributors, number(contributors)],
          [words.records, training === null ? undefined : number(training.records)],
          [words.steps, training === null ? undefined : number(training.steps)],
          [words.tokens, training === null ? undefined : number(training.tokens)],
          [words.settings, training === null ? undefined : settingsText(training.settings)],
          [words.evaluation, evaluation === null ? words.noEvaluation : undefined],
        ]}
      />
      {evaluation === null ? null : (
        <>
          <FiguresTable report={evaluation} />
          <p className="note">
            {evaluation.copies.questions === 0
              ? text.evaluation.contaminationNone
              : text.evaluation.contaminationSome(evaluation.copies.questions, evaluation.all.questions)}
          </p>
          {evaluation.judged === null && evaluation.people === null ? null : (
            <VerdictTable
              judged={evaluation.judged}
              people={
                evaluation.people === null
                  ? []
                  : [{ key: 'people', who: words.people(evaluation.people.judges), of: evaluation.people }]
              }
            />
          )}
        </>
      )}
    </>
  )
}

/** Settings as the manifest names them. */
function settingsText(settings: NonNullable<ModelCard['training']>['settings']): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name} ${Array.isArray(value) ? value.join(' ') : String(value)}`)
    .join(', ')
}
