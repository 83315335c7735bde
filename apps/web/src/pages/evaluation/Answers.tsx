import { answerFilterSchema, type EvaluationAnswer } from '@openledger/core/api/evaluations.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { evaluationQueries } from '../../api/evaluationQueries.ts'
import { Field } from '../../parts/Field.tsx'
import { RecordLink } from '../../parts/links.tsx'
import { Section } from '../../parts/Page.tsx'
import { Empty, Loaded } from '../../parts/State.tsx'
import { Tag } from '../../parts/Tag.tsx'
import { text } from '../../text/text.ts'
import { markWords } from './markWords.ts'

/** Answers that are shown at first, and further ones at a time; the gateway gives 200 at most. */
const PORTION = 20
const MOST = 200

/** What base and adapter answered, side by side. */
export function Answers({ evaluationId, token }: { readonly evaluationId: string; readonly token: string }) {
  const words = text.evaluation
  const [only, setOnly] = useState<(typeof answerFilterSchema.options)[number]>('all')
  const [limit, setLimit] = useState(PORTION)
  const answers = useQuery(evaluationQueries.answers(evaluationId, token, only, limit))
  return (
    <Section title={words.answers} lead={words.differ}>
      <div className="form">
        <Field label={words.only}>
          {(control) => (
            <select
              {...control}
              value={only}
              onChange={({ target }) => {
                setOnly(answerFilterSchema.parse(target.value))
                setLimit(PORTION)
              }}
            >
              {answerFilterSchema.options.map((filter) => (
                <option key={filter} value={filter}>
                  {words.filters[filter]}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <Loaded query={answers} lines={8}>
        {({ data, count }) =>
          data.length === 0 ? (
            <Empty title={words.noAnswers} />
          ) : (
            <>
              <ol className="answers">
                {data.map((answer) => (
                  <Answer key={answer.place} answer={answer} />
                ))}
              </ol>
              <p className="actions">
                <span className="quiet" role="status">
                  {words.of(data.length, count)}
                </span>
                {data.length < count && limit < MOST ? (
                  <button
                    type="button"
                    className="button-quiet"
                    onClick={() => setLimit(Math.min(MOST, limit + 2 * PORTION))}
                  >
                    {words.more}
                  </button>
                ) : null}
              </p>
            </>
          )
        }
      </Loaded>
    </Section>
  )
}

function Answer({ answer }: { readonly answer: EvaluationAnswer }) {
  const words = text.evaluation
  const { place, group, copyOf, similarity, texts, wordings } = answer
  return (
    <li className="answer">
      <p className="answer-head">
        <strong>{words.number(place)}</strong> <span className="quiet">{group}</span>
        {copyOf === null ? null : (
          <span>
            <Tag tone="warn">{words.copyOf(similarity ?? 1)}</Tag> <RecordLink commitment={copyOf} />
          </span>
        )}
      </p>
      {texts === null ? (
        <p className="note">{words.withheld}</p>
      ) : (
        <>
          {texts.asked.map(({ prompt, base, adapter }) => (
            <div key={prompt} className="answer-asked">
              <p className="answer-prompt">{prompt}</p>
              <div className="answer-sides">
                <Side name={words.baseSays} said={base} expected={texts.expected} />
                <Side name={words.adapterSays} said={adapter} expected={texts.expected} />
              </div>
            </div>
          ))}
          <p className="answer-expected">
            <span className="quiet">{words.expected}</span> {texts.expected}
          </p>
        </>
      )}
      <p className="answer-figures">
        <Outcome name={words.base} right={answer.baseRight} of={wordings} />
        <Outcome name={words.adapter} right={answer.adapterRight} of={wordings} />
      </p>
    </li>
  )
}

function Side({ name, said, expected }: { readonly name: string; readonly said: string; readonly expected: string }) {
  return (
    <div className="answer-side">
      <p className="quiet">{name}</p>
      {said.trim() === '' ? (
        <p className="none">{text.evaluation.empty}</p>
      ) : (
        <p>
          {markWords(said, expected).map(({ text: piece, isOther }, at) =>
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text, which never move
            isOther ? <u key={at}>{piece}</u> : <span key={at}>{piece}</span>,
          )}
        </p>
      )}
    </div>
  )
}

function Outcome({ name, right, of }: { readonly name: string; readonly right: number; readonly of: number }) {
  const words = text.evaluation
  const said = of === 1 ? (right === 1 ? words.right : words.wrong) : words.partly(right, of)
  return (
    <span>
      {name} <Tag tone={right === of ? 'good' : right === 0 ? 'bad' : 'warn'}>{said}</Tag>
    </span>
  )
}
