import type { Evaluation } from '@openledger/core/api/evaluations.ts'
import type { Info } from '@openledger/core/api/info.ts'
import type { Model } from '@openledger/core/api/models.ts'
import type { Publication, PublishingTerms, VersionTerms } from '@openledger/core/api/publishing.ts'
import type { TrainingResult } from '@openledger/core/api/training.ts'
import { leastTerms } from '@openledger/core/publishing/leastTerms.ts'
import { type SyntheticEvent, useState } from 'react'
import type { Actor } from '../../account/useActor.ts'
import { Section } from '../../parts/Page.tsx'
import { Failure } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'
import { CardFields } from './CardFields.tsx'
import { NameField } from './NameField.tsx'
import { PriceFields } from './PriceFields.tsx'
import { RetrievalFields } from './RetrievalFields.tsx'
import { firstSplit, type PublishDraft, readPublish } from './readPublish.ts'
import { SplitFields } from './SplitFields.tsx'
import { usePublish } from './usePublish.ts'

/** All that is asked before a model goes on chain; once it is there, only what its card says. */
export function PublishForm(props: {
  readonly actor: Actor
  readonly jobId: string
  readonly token: string
  readonly result: TrainingResult
  readonly info: Info
  /** The training's: the model's to begin with. */
  readonly name: string
  /** What the training's versions ask, and every version that calls could look things up in. */
  readonly terms: PublishingTerms
  readonly versions: readonly VersionTerms[]
  readonly evaluations: readonly Evaluation[]
  readonly said: Publication | null
  readonly registered: Model | undefined
}) {
  const { actor, terms, versions, evaluations, said, registered } = props
  const words = text.publish
  const [draft, setDraft] = useState<PublishDraft>(() => ({
    name: registered?.id ?? props.name,
    input: '0.00001',
    output: '0.00004',
    split: firstSplit(true, terms.minDataShareBps),
    licence: said?.licence ?? onlyLicence(terms.data),
    retrieval: [],
    evaluationId: said === null ? (evaluations[0]?.evaluationId ?? '') : (said.evaluationId ?? ''),
  }))
  const [tried, setTried] = useState(false)
  const publishing = usePublish(props)
  const change = (part: Partial<PublishDraft>) => setDraft({ ...draft, ...part })
  const chosen = versions.filter(({ root }) => draft.retrieval.includes(root))
  const least = leastTerms([...terms.data, ...chosen])
  const { read, wrong } = readPublish(draft, least, true)
  const ended = terms.data.filter(({ by }) => by === 'none')
  const isThere = registered !== undefined || publishing.sent !== undefined
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    setTried(true)
    const evaluationId = draft.evaluationId === '' ? null : draft.evaluationId
    const said = { licence: draft.licence.trim(), evaluationId }
    if (isThere) {
      if (wrong.licence === undefined) void publishing.saveCard(said)
    } else if (read !== undefined && ended.length === 0) {
      void publishing.publish({ ...read, ...said, name: draft.name.trim(), retrieval: draft.retrieval })
    }
  }
  const shown = (field: keyof typeof wrong) => (tried ? wrong[field] : undefined)
  const nameWrong = publishing.taken === draft.name.trim() ? words.nameTaken : shown('name')
  return (
    <Section title={isThere ? text.card.title : words.kind}>
      <form className="form" onSubmit={submit}>
        {isThere ? null : (
          <>
            {ended.map(({ root, slug }) => (
              <p key={root} className="field-wrong" role="alert">
                {words.ended(slug)}
              </p>
            ))}
            <NameField value={draft.name} wrong={nameWrong} onChange={(name) => change({ name })} />
            <PriceFields
              value={draft}
              minOutputPrice={least.minOutputPrice}
              wrong={{ input: shown('input'), output: shown('output') }}
              onChange={change}
            />
            <SplitFields
              split={draft.split}
              minDataShareBps={least.minDataShareBps}
              asksPasskey={actor.kind === 'kept'}
              wrong={wrong.split}
              onChange={(split) => change({ split })}
            />
            <RetrievalFields
              versions={versions}
              chosen={draft.retrieval}
              onChange={(retrieval) => change({ retrieval })}
            />
          </>
        )}
        <CardFields
          licence={draft.licence}
          evaluationId={draft.evaluationId}
          evaluations={evaluations}
          dataLicences={[...new Set(terms.data.map(({ licence }) => licence).filter((one) => one !== ''))]}
          wrong={shown('licence')}
          onChange={change}
        />
        {publishing.error === undefined ? null : <Failure error={publishing.error} />}
        <div role="status">
          {publishing.busy ? <p className="note">{text.acting.waiting[actor.kind]}</p> : null}
          {publishing.sent !== undefined && registered === undefined ? <p className="note">{words.waiting}</p> : null}
          {publishing.saved ? <p className="done-line">{words.saved}</p> : null}
        </div>
        <p className="actions">
          <button type="submit" className={isThere ? 'button-quiet' : 'button'} disabled={publishing.busy}>
            {isThere ? words.saveCard : words.send}
          </button>
        </p>
      </form>
    </Section>
  )
}

/** The licence of the data where there is one alone: the model's to begin with. */
function onlyLicence(versions: readonly VersionTerms[]): string {
  const licences = [...new Set(versions.map(({ licence }) => licence))]
  return licences.length === 1 ? (licences[0] ?? '') : ''
}
