import { JUDGES_MAX, putEvaluationJudges } from '@openledger/core/api/evaluations.ts'
import { type Address, addressSchema } from '@openledger/core/api/primitives.ts'
import { useQueryClient } from '@tanstack/react-query'
import { type SyntheticEvent, useState } from 'react'
import { useAction } from '../../account/useAction.ts'
import { ask } from '../../api/ask.ts'
import { evaluationQueries } from '../../api/evaluationQueries.ts'
import { Field } from '../../parts/Field.tsx'
import { AccountLink } from '../../parts/links.tsx'
import { Section } from '../../parts/Page.tsx'
import { Failure } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'

/** Whom an evaluation's developer asks to judge its pairs too. */
export function AskJudges(props: {
  readonly evaluationId: string
  readonly judges: readonly Address[]
  readonly token: string
}) {
  const { evaluationId, judges, token } = props
  const words = text.judging
  const [typed, setTyped] = useState('')
  const [wrong, setWrong] = useState<string>()
  const cache = useQueryClient()
  const { busy, error, run } = useAction()
  const put = (these: readonly Address[], then?: () => void) =>
    run(async () => {
      const request = { params: { id: evaluationId }, body: { judges: [...these] }, key: token }
      const answer = await ask(putEvaluationJudges, request)
      const { queryKey } = evaluationQueries.one(evaluationId, token)
      cache.setQueryData(queryKey, (shown) => shown && { ...shown, ...answer })
      then?.()
    })
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    const address = addressSchema.safeParse(typed.trim().toLowerCase())
    setWrong(address.success ? undefined : words.addressWrong)
    if (address.success) void put([...new Set([...judges, address.data])], () => setTyped(''))
  }
  return (
    <Section title={words.ask} lead={words.askLead}>
      {judges.length === 0 ? null : (
        <ul className="judges">
          {judges.map((judge) => (
            <li key={judge}>
              <AccountLink address={judge} />
              <button
                type="button"
                className="link"
                disabled={busy}
                aria-label={words.endOf(judge)}
                onClick={() => void put(judges.filter((one) => one !== judge))}
              >
                {words.end}
              </button>
            </li>
          ))}
        </ul>
      )}
      {judges.length >= JUDGES_MAX ? null : (
        <form className="form" onSubmit={submit}>
          <Field label={words.address} hint={words.addressHint} wrong={wrong}>
            {(field) => (
              <input
                {...field}
                value={typed}
                autoComplete="off"
                spellCheck={false}
                onChange={({ target }) => setTyped(target.value)}
              />
            )}
          </Field>
          <p className="actions">
            <button type="submit" className="button-quiet" disabled={busy}>
              {words.send}
            </button>
          </p>
        </form>
      )}
      {error === undefined ? null : <Failure error={error} />}
    </Section>
  )
}
