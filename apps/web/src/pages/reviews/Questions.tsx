import type { ReviewVerdict } from '@openledger/core/api/reviewAnswers.ts'
import { createReviewQuestions, deleteReviewQuestion } from '@openledger/core/api/reviewQuestions.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useAction } from '../../account/useAction.ts'
import { ask } from '../../api/ask.ts'
import { reviewQueries } from '../../api/reviewQueries.ts'
import { Section } from '../../parts/Page.tsx'
import { Empty, Failure, Loaded } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'
import { RecordText } from './RecordText.tsx'

type Place = { readonly datanetId: string; readonly token: string }

/** The owner's golden questions. */
export function Questions({ datanetId, token: key }: Place) {
  const words = text.manage
  const client = useQueryClient()
  const questions = useQuery(reviewQueries.questions(datanetId, key))
  const { busy, error, run } = useAction()
  const refresh = () => client.invalidateQueries({ queryKey: ['review questions', datanetId] })
  const retire = (questionId: string) =>
    run(async () => {
      await ask(deleteReviewQuestion, { params: { datanetId, questionId }, key })
      await refresh()
    })
  return (
    <Section title={words.questions} lead={words.questionsLead}>
      <Loaded query={questions} lines={3}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty title={words.noQuestions}>{words.noQuestionsBody}</Empty>
          ) : (
            <ol className="tasks">
              {data.map(({ questionId, content, answer, asked, right }, i) => (
                <li key={questionId} className="task">
                  <p className="task-head">
                    <strong>
                      {words.rightAnswer}: {text.reviews.verdicts[answer]}
                    </strong>
                    <span className="quiet">
                      {words.asked} {asked}, {words.rightOf} {right}
                    </span>
                    <button type="button" className="link" disabled={busy} onClick={() => void retire(questionId)}>
                      {words.retire}
                      <span className="hidden">{words.questionNumber(i + 1)}</span>
                    </button>
                  </p>
                  <RecordText content={content} />
                </li>
              ))}
            </ol>
          )
        }
      </Loaded>
      {error === undefined ? null : <Failure error={error} />}
      <AddQuestion datanetId={datanetId} token={key} onAdded={refresh} />
    </Section>
  )
}

function AddQuestion({ datanetId, token: key, onAdded }: Place & { readonly onAdded: () => Promise<unknown> }) {
  const words = text.manage
  const { busy, error, run } = useAction()
  const [prompt, setPrompt] = useState('')
  const [answer, setAnswer] = useState('')
  const [right, setRight] = useState<ReviewVerdict>('accept')
  const add = () =>
    run(async () => {
      const content = { kind: 'qa', prompts: [prompt.normalize('NFC')], answer: answer.normalize('NFC') }
      const body = { questions: [{ content, answer: right }] }
      await ask(createReviewQuestions, { params: { datanetId }, key, body })
      setPrompt('')
      setAnswer('')
      await onAdded()
    })
  return (
    <form
      className="review-form"
      onSubmit={(event) => {
        event.preventDefault()
        void add()
      }}
    >
      <h3>{words.addQuestion}</h3>
      <label>
        {words.prompt}
        <textarea
          rows={2}
          required
          maxLength={2_000}
          value={prompt}
          onChange={(event) => setPrompt(event.target.value)}
        />
      </label>
      <label>
        {words.answer}
        <textarea
          rows={2}
          required
          maxLength={4_000}
          value={answer}
          onChange={(event) => setAnswer(event.target.value)}
        />
      </label>
      <fieldset className="plain choices">
        <legend className="hidden">{words.rightAnswer}</legend>
        {(['accept', 'refuse'] as const).map((verdict) => (
          <label key={verdict}>
            <input type="radio" name="right" checked={right === verdict} onChange={() => setRight(verdict)} />{' '}
            {verdict === 'accept' ? words.isGood : words.isBad}
          </label>
        ))}
      </fieldset>
      <div className="actions">
        <button type="submit" className="button" disabled={busy}>
          {words.add}
        </button>
      </div>
      {error === undefined ? null : <Failure error={error} />}
    </form>
  )
}
