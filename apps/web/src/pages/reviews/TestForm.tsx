import type { ReviewVerdict } from '@openledger/core/api/reviewAnswers.ts'
import type { ReviewStanding } from '@openledger/core/api/reviews.ts'
import { createReviewTest, createReviewTestAnswers, type ReviewContent } from '@openledger/core/api/reviewTasks.ts'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useAction } from '../../account/useAction.ts'
import { ask } from '../../api/ask.ts'
import { formatTime } from '../../format/formatTime.ts'
import { Failure } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'
import { RecordText } from './RecordText.tsx'

type Test = { readonly testId: string; readonly questions: readonly ReviewContent[] }

/** The test before the first task. A reload shows the same questions again: the gateway keeps the open test. */
export function TestForm(props: {
  readonly datanetId: string
  readonly token: string
  readonly test: ReviewStanding['test']
}) {
  const { datanetId, token: key, test } = props
  const words = text.review
  const client = useQueryClient()
  const { busy, error, run } = useAction()
  const [open, setOpen] = useState<Test>()
  const [answers, setAnswers] = useState<Readonly<Record<number, ReviewVerdict>>>({})
  const [result, setResult] = useState('')
  const begin = () =>
    run(async () => {
      setAnswers({})
      setResult('')
      setOpen(await ask(createReviewTest, { params: { datanetId }, key }))
    })
  const end = ({ testId, questions }: Test) =>
    run(async () => {
      const given = questions.map((_, i) => answers[i])
      const ended = await ask(createReviewTestAnswers, { params: { datanetId }, key, body: { testId, answers: given } })
      setResult((ended.passed ? words.passed : words.failed)(ended.right, ended.questions))
      setOpen(undefined)
      await client.invalidateQueries({ queryKey: ['review standing', datanetId] })
    })
  const left = open === undefined ? 0 : open.questions.length - Object.keys(answers).length
  return (
    <div className="review-test">
      <h3>{words.test}</h3>
      <p className="note">{words.testLead(test.questions)}</p>
      <p role="status">{result}</p>
      {test.retryAt !== null ? (
        <p>
          {words.retryAt} {formatTime(test.retryAt)}
        </p>
      ) : open === undefined ? (
        <div className="actions">
          <button type="button" className="button" disabled={busy} onClick={() => void begin()}>
            {test.status === 'open' ? words.goOnTest : words.startTest}
          </button>
        </div>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            void end(open)
          }}
        >
          <ol className="tasks">
            {open.questions.map((content, i) => (
              <li key={JSON.stringify(content)} className="task">
                <fieldset className="plain">
                  <legend>{words.testQuestion(i + 1, open.questions.length)}</legend>
                  <RecordText content={content} />
                  <div className="choices">
                    {(['accept', 'refuse'] as const).map((verdict) => (
                      <label key={verdict}>
                        <input
                          type="radio"
                          name={`question ${i}`}
                          checked={answers[i] === verdict}
                          onChange={() => setAnswers({ ...answers, [i]: verdict })}
                        />{' '}
                        {text.reviews.verdicts[verdict]}
                      </label>
                    ))}
                  </div>
                </fieldset>
              </li>
            ))}
          </ol>
          <div className="actions">
            <button type="submit" className="button" disabled={busy || left > 0}>
              {words.sendTest}
            </button>
            {left > 0 ? <p className="note">{words.testMissing(left)}</p> : null}
          </div>
        </form>
      )}
      {error === undefined ? null : <Failure error={error} />}
    </div>
  )
}
