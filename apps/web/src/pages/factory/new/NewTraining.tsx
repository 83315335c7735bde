import { createTrainingJob } from '@openledger/core/api/training.ts'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useAction } from '../../../account/useAction.ts'
import type { Actor } from '../../../account/useActor.ts'
import { ask } from '../../../api/ask.ts'
import { factoryQueries } from '../../../api/factoryQueries.ts'
import { useSignedIn } from '../../../api/signedIn.ts'
import { Field } from '../../../parts/Field.tsx'
import { Section } from '../../../parts/Page.tsx'
import { Failure } from '../../../parts/State.tsx'
import { text } from '../../../text/text.ts'
import { BaseStep } from './BaseStep.tsx'
import { DataStep } from './DataStep.tsx'
import { type Draft, EMPTY, loadDraft, saveDraft } from './draft.ts'
import { FitStep } from './FitStep.tsx'
import { MethodStep } from './MethodStep.tsx'
import { readDraft, type Wrong } from './readDraft.ts'
import { SameElsewhere } from './SameElsewhere.tsx'
import { SamplesStep } from './SamplesStep.tsx'
import { useSettled } from './useSettled.ts'

/** How long nothing is typed before the gateway is asked whether it fits, ms. */
const SETTLED_MS = 400
/** What is only wrong because nothing was typed yet is told when one tries to start. */
const LATER = ['name', 'picks']

/** The form, kept as a draft in this browser; what does not fit is said before anything starts. */
export function NewTraining({ actor }: { readonly actor: Actor }) {
  const { account } = actor
  const key = useSignedIn() ?? ''
  const [draft, setDraft] = useState(() => loadDraft(account))
  const [tried, setTried] = useState(false)
  const { busy, error, run } = useAction()
  const navigate = useNavigate()
  const { request, wrong } = readDraft(draft)
  // Whether it fits does not hang on the name: it is asked before there is one.
  const settled = useSettled(readDraft({ ...draft, name: 'unnamed' }).request, SETTLED_MS)
  const estimate = useQuery({
    ...factoryQueries.estimate(settled ?? { name: 'unnamed', versions: [] }, key),
    enabled: settled !== undefined,
  })
  const words = text.newTraining
  const change = (next: Draft) => {
    saveDraft(account, next)
    setDraft(next)
  }
  const shown: Wrong = tried
    ? wrong
    : Object.fromEntries(Object.entries(wrong).filter(([field]) => !LATER.includes(field)))
  const start = () => {
    setTried(true)
    if (request === undefined) return
    void run(async () => {
      const { jobId } = await ask(createTrainingJob, { body: request, key })
      saveDraft(account, undefined)
      await navigate({ to: '/factory/$jobId', params: { jobId } })
    })
  }
  const steps = { draft, wrong: shown, onChange: change }
  // Not a form of its own: asking for access, in the middle of it, is one.
  return (
    <>
      {draft.copyOf === null ? null : <p className="note">{words.copied(draft.copyOf.name)}</p>}
      <div className="form">
        <Field label={words.name} hint={words.nameHint} wrong={shown['name']}>
          {(control) => (
            <input
              {...control}
              autoComplete="off"
              spellCheck={false}
              value={draft.name}
              onChange={({ target }) => change({ ...draft, name: target.value })}
            />
          )}
        </Field>
      </div>
      <BaseStep base={draft.base} onChange={(base) => change({ ...draft, base, modules: [] })} />
      <DataStep actor={actor} {...steps} />
      <MethodStep {...steps} />
      <SamplesStep {...steps} />
      <FitStep actor={actor} early={settled === undefined} estimate={estimate} />
      {request === undefined ? null : (
        <Section title={words.same} lead={words.sameLead}>
          <SameElsewhere request={request} />
        </Section>
      )}
      <div className="section">
        {error === undefined ? null : <Failure error={error} />}
        {tried && request === undefined ? (
          <p className="field-wrong" role="alert">
            {words.wrongAbove}
          </p>
        ) : null}
        <p className="actions">
          <button type="button" className="button" disabled={busy} onClick={start}>
            {busy ? words.starting : words.start}
          </button>
          <button
            type="button"
            className="button-quiet"
            onClick={() => {
              setTried(false)
              change(EMPTY)
            }}
          >
            {words.forget}
          </button>
        </p>
      </div>
    </>
  )
}
