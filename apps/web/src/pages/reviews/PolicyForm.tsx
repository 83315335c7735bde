import {
  deleteReviewPolicy,
  putReviewPolicy,
  type ReviewPolicy,
  reviewPolicySchema,
} from '@openledger/core/api/reviewPolicy.ts'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useAction } from '../../account/useAction.ts'
import { ask } from '../../api/ask.ts'
import { Section } from '../../parts/Page.tsx'
import { Failure } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'

/** Numbers of the policy, and what one of the form's units is of the policy's: hours, minutes, days, per cent. */
const UNITS = {
  reviews: 1,
  agreementBps: 100,
  goldenShareBps: 100,
  testQuestions: 1,
  testPassBps: 100,
  testRetrySeconds: 3_600,
  leaseSeconds: 60,
  expiriesMax: 1,
  waitSeconds: 86_400,
  decideSeconds: 86_400,
  appealSeconds: 86_400,
} as const
type Field = keyof typeof UNITS
const fields = Object.keys(UNITS).filter((name): name is Field => name in UNITS)

/** The owner's policy: set, changed, ended. */
export function PolicyForm(props: {
  readonly datanetId: string
  readonly token: string
  readonly policy: ReviewPolicy | null
}) {
  const { datanetId, token: key } = props
  const words = text.manage
  const client = useQueryClient()
  const { busy, error, run } = useAction()
  const [draft, setDraft] = useState<ReviewPolicy>(() => props.policy ?? reviewPolicySchema.parse({}))
  const [ending, setEnding] = useState(false)
  const [said, setSaid] = useState('')
  const refresh = () =>
    Promise.all(
      ['review', 'review dashboard', 'review standing'].map((name) =>
        client.invalidateQueries({ queryKey: [name, datanetId] }),
      ),
    )
  const save = () =>
    run(async () => {
      setSaid('')
      setDraft(await ask(putReviewPolicy, { params: { datanetId }, key, body: draft }))
      await refresh()
      setSaid(words.saved)
    })
  const end = () =>
    run(async () => {
      await ask(deleteReviewPolicy, { params: { datanetId }, key })
      setEnding(false)
      await refresh()
    })
  return (
    <Section title={words.policy} lead={words.policyLead}>
      <form
        className="review-form"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <div className="review-fields">
          <label>
            {words.fields.mode[0]}
            <select
              value={draft.mode}
              onChange={(event) =>
                setDraft({ ...draft, mode: reviewPolicySchema.shape.mode.catch('open').parse(event.target.value) })
              }
            >
              {(['open', 'listed', 'curators'] as const).map((mode) => (
                <option key={mode} value={mode}>
                  {words.modes[mode]}
                </option>
              ))}
            </select>
          </label>
          {fields.map((name) => (
            <label key={name}>
              {words.fields[name][0]}
              <input
                type="number"
                min={0}
                step="any"
                required
                value={draft[name] / UNITS[name]}
                onChange={(event) =>
                  setDraft({ ...draft, [name]: Math.round(Number(event.target.value) * UNITS[name]) })
                }
              />
              <span className="under">{words.fields[name][1]}</span>
            </label>
          ))}
        </div>
        <div className="actions">
          <button type="submit" className="button" disabled={busy}>
            {words.save}
          </button>
          {props.policy === null ? null : ending ? (
            <button type="button" className="button-quiet" disabled={busy} onClick={() => void end()}>
              {words.endSure}
            </button>
          ) : (
            <button type="button" className="link" onClick={() => setEnding(true)}>
              {words.end}
            </button>
          )}
          <p role="status">{said}</p>
        </div>
        {error === undefined ? null : <Failure error={error} />}
      </form>
    </Section>
  )
}
