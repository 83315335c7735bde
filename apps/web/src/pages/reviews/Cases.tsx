import { type ReviewReason, type ReviewVerdict, reviewReasons } from '@openledger/core/api/reviewAnswers.ts'
import { createReviewDecision, type ReviewCase } from '@openledger/core/api/reviewDecisions.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useAction } from '../../account/useAction.ts'
import { ask } from '../../api/ask.ts'
import { reviewQueries } from '../../api/reviewQueries.ts'
import { formatTime } from '../../format/formatTime.ts'
import { Section } from '../../parts/Page.tsx'
import { Empty, Failure, Loaded } from '../../parts/State.tsx'
import { Tag } from '../../parts/Tag.tsx'
import { text } from '../../text/text.ts'
import { RecordText } from './RecordText.tsx'

type Place = { readonly datanetId: string; readonly token: string }

/** What waits for a decision. */
export function Cases({ datanetId, token }: Place) {
  const words = text.manage
  const cases = useQuery(reviewQueries.cases(datanetId, token))
  return (
    <Section title={words.queue} lead={words.queueLead}>
      <Loaded query={cases} lines={4}>
        {({ data, total }) =>
          data.length === 0 ? (
            <Empty title={words.queueEmpty}>{words.queueEmptyBody}</Empty>
          ) : (
            <>
              <p className="note">{words.of(data.length, total)}</p>
              <ul className="tasks">
                {data.map((one) => (
                  <li key={one.commitment} className="task">
                    <Case datanetId={datanetId} token={token} one={one} />
                  </li>
                ))}
              </ul>
            </>
          )
        }
      </Loaded>
    </Section>
  )
}

function Case({ datanetId, token, one }: Place & { readonly one: ReviewCase }) {
  const words = text.manage
  return (
    <>
      <p className="task-head">
        <Tag tone="warn">{words.case[one.stage]}</Tag>
        <span className="quiet">
          {words.desks[one.desk]}, {words.since} <span className="time">{formatTime(one.since)}</span>
        </span>
        <span className="quiet">
          {words.until} <span className="time">{formatTime(one.until)}</span>
        </span>
      </p>
      <RecordText content={one.content} />
      <h3>{words.reviewsOf}</h3>
      <ul className="said-list">
        {one.reviews.map(({ verdict, reason, note }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: reviewers have no names here
          <li key={i}>
            {text.reviews.said[verdict]}
            {reason === null ? '' : `: ${text.reviews.reasons[reason]}`}
            {note === null ? null : <span className="under">{note}</span>}
          </li>
        ))}
        {one.reviews.length === 0 ? <li>{words.noReviews}</li> : null}
        {one.expired === 0 ? null : <li className="quiet">{words.ranOut(one.expired)}</li>}
      </ul>
      {one.outcome === null ? null : (
        <>
          <h3>{words.before}</h3>
          <p>
            {one.outcome.reason === null ? null : text.reviews.reasons[one.outcome.reason]}
            <span className="under">{one.outcome.note}</span>
          </p>
        </>
      )}
      {one.appeal === null ? null : (
        <>
          <h3>{words.appealWords}</h3>
          <p className="lines record-note">{one.appeal}</p>
        </>
      )}
      {one.code === null ? (
        <Decide datanetId={datanetId} token={token} one={one} />
      ) : (
        <p className="note">{words.involved[one.code] ?? one.code}</p>
      )}
    </>
  )
}

function Decide({ datanetId, token: key, one }: Place & { readonly one: ReviewCase }) {
  const words = text.manage
  const client = useQueryClient()
  const { busy, error, run } = useAction()
  const [note, setNote] = useState('')
  const [reason, setReason] = useState<ReviewReason>('wrong')
  const decide = (verdict: ReviewVerdict) =>
    run(async () => {
      const decision = { verdict, reason: verdict === 'refuse' ? reason : null, note }
      const body = { commitment: one.commitment, decision }
      await ask(createReviewDecision, { params: { datanetId }, key, body })
      await client.invalidateQueries({ queryKey: ['review cases', datanetId] })
      await client.invalidateQueries({ queryKey: ['review dashboard', datanetId] })
    })
  return (
    <form className="review-form" onSubmit={(event) => event.preventDefault()}>
      <label>
        {words.words}
        <textarea rows={2} maxLength={1_000} value={note} onChange={(event) => setNote(event.target.value)} />
      </label>
      <label>
        {words.reason}
        <select
          value={reason}
          onChange={(event) => setReason(reviewReasons.find((one) => one === event.target.value) ?? 'other')}
        >
          {reviewReasons.map((name) => (
            <option key={name} value={name}>
              {text.reviews.reasons[name]}
            </option>
          ))}
        </select>
      </label>
      <div className="actions">
        {(['accept', 'refuse'] as const).map((verdict) => (
          <button
            key={verdict}
            type="button"
            className={verdict === 'accept' ? 'button' : 'button-quiet'}
            disabled={busy || note.trim() === ''}
            onClick={() => void decide(verdict)}
          >
            {words.decide[verdict]}
          </button>
        ))}
      </div>
      {error === undefined ? null : <Failure error={error} />}
    </form>
  )
}
