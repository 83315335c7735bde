import { createReviewAppeal, type OwnReview } from '@openledger/core/api/reviewDecisions.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAction } from '../../account/useAction.ts'
import { ask } from '../../api/ask.ts'
import { reviewQueries } from '../../api/reviewQueries.ts'
import { formatTime } from '../../format/formatTime.ts'
import { Hex } from '../../parts/Hex.tsx'
import { Section } from '../../parts/Page.tsx'
import { Empty, Failure, Loaded } from '../../parts/State.tsx'
import { Tag } from '../../parts/Tag.tsx'
import { text } from '../../text/text.ts'
import { RecordText } from './RecordText.tsx'

const PORTION = 20

/** A contributor's own records: how each fares, why, and the way to appeal. */
export function OwnRecords({ datanetId, token }: { readonly datanetId: string; readonly token: string }) {
  const words = text.review
  const [limit, setLimit] = useState(PORTION)
  const own = useQuery({
    ...reviewQueries.own(datanetId, token, limit),
    placeholderData: (before) => before,
  })
  return (
    <Section
      title={words.own}
      lead={words.ownLead}
      action={
        <Link to="/datanets/$datanetId/checks" params={{ datanetId }}>
          {text.checksPage.link}
        </Link>
      }
    >
      <Loaded query={own} lines={4}>
        {({ data, total }) =>
          data.length === 0 ? (
            <Empty title={words.noOwn}>{words.noOwnBody}</Empty>
          ) : (
            <>
              <ul className="tasks">
                {data.map((review) => (
                  <li key={review.commitment} className="task">
                    <Own datanetId={datanetId} token={token} review={review} />
                  </li>
                ))}
              </ul>
              {total > data.length && limit < 200 ? (
                <button type="button" className="button-quiet" onClick={() => setLimit(Math.min(200, limit + 60))}>
                  {words.more(total - data.length)}
                </button>
              ) : null}
            </>
          )
        }
      </Loaded>
    </Section>
  )
}

type OwnProps = { readonly datanetId: string; readonly token: string; readonly review: OwnReview }

function Own(props: OwnProps) {
  const words = text.review
  const { review } = props
  const { outcome } = review
  return (
    <>
      <p className="task-head">
        <Hex value={review.commitment} />
        {outcome === null ? (
          <Tag tone="quiet">{words.stages[review.stage]}</Tag>
        ) : (
          <Tag tone={outcome.verdict === 'accept' ? 'good' : 'bad'}>{words.outcomes[outcome.verdict]}</Tag>
        )}
        {outcome === null ? null : <span className="quiet">{words.by[outcome.by]}</span>}
        {review.stage === 'appealed' ? <Tag tone="warn">{words.stages.appealed}</Tag> : null}
      </p>
      {outcome?.reason ? <p>{text.reviews.reasons[outcome.reason]}</p> : null}
      {outcome?.note ? <p className="lines record-note">{outcome.note}</p> : null}
      <details>
        <summary>{words.steps}</summary>
        {review.content === null ? null : <RecordText content={review.content} />}
        <ol className="review-steps">
          {review.steps.map(({ kind, what, at }, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: steps are only added to
            <li key={i}>
              <span className="time">{formatTime(at)}</span> {words.stepOf(words.step[kind], what)}
            </li>
          ))}
        </ol>
      </details>
      {review.appealUntil === null ? null : <Appeal {...props} until={review.appealUntil} />}
    </>
  )
}

function Appeal({ datanetId, token: key, review, until }: OwnProps & { readonly until: number }) {
  const words = text.review
  const client = useQueryClient()
  const { busy, error, run } = useAction()
  const [said, setSaid] = useState('')
  const send = () =>
    run(async () => {
      const body = { commitment: review.commitment, words: said }
      await ask(createReviewAppeal, { params: { datanetId }, key, body })
      await client.invalidateQueries({ queryKey: ['review own', datanetId] })
    })
  return (
    <details>
      <summary>
        {words.appeal}{' '}
        <span className="quiet">
          ({words.appealUntil} {formatTime(until)})
        </span>
      </summary>
      <form
        className="review-form"
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        <label>
          {words.appealWords}
          <textarea
            rows={3}
            maxLength={2_000}
            required
            value={said}
            onChange={(event) => setSaid(event.target.value)}
          />
        </label>
        <div className="actions">
          <button type="submit" className="button" disabled={busy || said.trim() === ''}>
            {words.appealSend}
          </button>
        </div>
      </form>
      {error === undefined ? null : <Failure error={error} />}
    </details>
  )
}
