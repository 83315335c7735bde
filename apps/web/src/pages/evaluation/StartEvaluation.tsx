import { createEvaluation } from '@openledger/core/api/evaluations.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type SyntheticEvent, useState } from 'react'
import { useAction } from '../../account/useAction.ts'
import { ask } from '../../api/ask.ts'
import { evaluationQueries } from '../../api/evaluationQueries.ts'
import { publishingQueries } from '../../api/publishingQueries.ts'
import { Field } from '../../parts/Field.tsx'
import { Section } from '../../parts/Page.tsx'
import { Failure } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'
import { readQuestions } from './readQuestions.ts'

const WAYS = ['heldOut', 'version', 'questions'] as const
type Way = (typeof WAYS)[number]

/** What is asked where nobody says more: enough for an interval of some ten points. */
const LIMIT = '100'

/** Starts an evaluation: of what was kept out, of a version, or with questions of one's own. */
export function StartEvaluation(props: { readonly jobId: string; readonly token: string; readonly ready: boolean }) {
  const { jobId, token, ready } = props
  const words = text.evaluation
  const [way, setWay] = useState<Way>('heldOut')
  const [version, setVersion] = useState('')
  const [typed, setTyped] = useState('')
  const [limit, setLimit] = useState(LIMIT)
  const [judge, setJudge] = useState<'none' | 'base'>('none')
  const [tried, setTried] = useState(false)
  const [sent, setSent] = useState(false)
  const { busy, error, run } = useAction()
  const cache = useQueryClient()
  const navigate = useNavigate()
  const terms = useQuery(publishingQueries.terms(token))
  const versions = (terms.data?.data ?? []).filter(({ by }) => by !== 'none')
  const root = version === '' ? versions[0]?.root : version
  const most = /^\d{1,5}$/.test(limit.trim()) ? Number(limit) : 0
  const limitWrong = way !== 'questions' && (most < 1 || most > 10_000)
  const read = readQuestions(typed)
  const questionsWrong =
    way !== 'questions'
      ? undefined
      : 'wrong' in read
        ? words.questionsWrong(read.wrong)
        : read.questions.length === 0
          ? words.questionsNone
          : undefined
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    setTried(true)
    setSent(false)
    const nothing = way === 'version' && root === undefined
    if (limitWrong || questionsWrong !== undefined || nothing) return
    const asked =
      way === 'questions'
        ? { questions: 'questions' in read ? read.questions : [] }
        : way === 'version'
          ? { version: root, limit: most }
          : { heldOut: true, limit: most }
    void run(async () => {
      const body = { modelJobId: jobId, ...asked, ...(judge === 'base' ? { judge } : {}) }
      const { jobId: shown } = await ask(createEvaluation, { body, key: token })
      await cache.invalidateQueries({ queryKey: evaluationQueries.list(jobId, token).queryKey })
      setSent(true)
      await navigate({ to: '/factory/$jobId/evaluation', params: { jobId }, search: { shown }, resetScroll: false })
    })
  }
  return (
    <Section title={words.start}>
      {ready ? null : <p className="note">{text.publish.notReadyBody}</p>}
      <form className="form" onSubmit={submit}>
        <Field label={words.ask} hint={words.askHint[way]}>
          {(control) => (
            <select
              {...control}
              value={way}
              onChange={({ target }) => setWay(WAYS.find((one) => one === target.value) ?? 'heldOut')}
            >
              {WAYS.map((one) => (
                <option key={one} value={one}>
                  {words.askBy[one]}
                </option>
              ))}
            </select>
          )}
        </Field>
        {way === 'version' ? (
          <Field
            label={words.version}
            wrong={terms.data !== undefined && root === undefined ? words.noVersions : undefined}
          >
            {(control) => (
              <select {...control} value={root ?? ''} onChange={({ target }) => setVersion(target.value)}>
                {versions.map((one) => (
                  <option key={one.root} value={one.root}>
                    {words.versionName(one.slug, one.number, one.count)}
                  </option>
                ))}
              </select>
            )}
          </Field>
        ) : null}
        {way === 'questions' ? (
          <Field label={words.questions} wrong={tried ? questionsWrong : undefined}>
            {(control) => (
              <textarea
                {...control}
                rows={6}
                spellCheck={false}
                value={typed}
                onChange={({ target }) => setTyped(target.value)}
              />
            )}
          </Field>
        ) : (
          <Field label={words.limit} hint={words.limitHint} wrong={limitWrong ? words.limitWrong : undefined}>
            {(control) => (
              <input {...control} inputMode="numeric" value={limit} onChange={({ target }) => setLimit(target.value)} />
            )}
          </Field>
        )}
        <Field label={words.judge} hint={words.judgeHint}>
          {(control) => (
            <select
              {...control}
              value={judge}
              onChange={({ target }) => setJudge(target.value === 'base' ? 'base' : 'none')}
            >
              <option value="none">{words.judges.none}</option>
              <option value="base">{words.judges.base}</option>
            </select>
          )}
        </Field>
        {error === undefined ? null : <Failure error={error} />}
        <p className="actions">
          <button type="submit" className="button" disabled={busy || !ready}>
            {words.send}
          </button>
          <span role="status" className="done-line">
            {sent ? words.sent : null}
          </span>
        </p>
      </form>
    </Section>
  )
}
