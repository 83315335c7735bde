import type { Datanet } from '@openledger/core/api/datanets.ts'
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import type { Actor } from '../../../account/useActor.ts'
import { queries } from '../../../api/queries.ts'
import { Field } from '../../../parts/Field.tsx'
import { DatanetLink } from '../../../parts/links.tsx'
import { Section } from '../../../parts/Page.tsx'
import { Loaded } from '../../../parts/State.tsx'
import { text } from '../../../text/text.ts'
import type { Draft, Pick } from './draft.ts'
import { PickedVersion } from './PickedVersion.tsx'
import type { Wrong } from './readDraft.ts'

/** Datanets that the list shows at once. */
const SHOWN = 8

/** Choosing what the model learns from: versions of Datanets, how much of each, and what is held out. */
export function DataStep(props: {
  readonly actor: Actor
  readonly draft: Draft
  readonly wrong: Wrong
  readonly onChange: (draft: Draft) => void
}) {
  const { actor, draft, wrong, onChange } = props
  const datanets = useQuery(queries.datanets())
  const words = text.newTraining
  const setPicks = (picks: readonly Pick[]) => onChange({ ...draft, picks: [...picks], commitments: null })
  return (
    <Section title={words.data} lead={words.dataLead}>
      <Loaded query={datanets} lines={4}>
        {({ data }) => (
          <>
            <div className="factory-picks">
              {draft.picks.map((pick) => (
                <PickedVersion
                  key={pick.datanetId}
                  actor={actor}
                  datanet={data.find(({ datanetId }) => datanetId === pick.datanetId)}
                  pick={pick}
                  wrong={wrong}
                  onChange={(next) => setPicks(draft.picks.map((one) => (one === pick ? next : one)))}
                  onRemove={() => setPicks(draft.picks.filter((one) => one !== pick))}
                />
              ))}
            </div>
            {draft.picks.length > 0 ? null : wrong['picks'] === undefined ? (
              <p className="note">{words.noPicks}</p>
            ) : (
              <p className="field-wrong" role="alert">
                {wrong['picks']}
              </p>
            )}
            <Finder
              datanets={data.filter(
                ({ datanetId, versions }) =>
                  versions.length > 0 && !draft.picks.some((pick) => pick.datanetId === datanetId),
              )}
              onAdd={({ datanetId, versions }) => {
                const newest = versions.reduce((one, other) => (other.number > one.number ? other : one))
                setPicks([...draft.picks, { datanetId, version: newest.root, limit: '', query: '' }])
              }}
            />
          </>
        )}
      </Loaded>
      <div className="form">
        <Field label={words.holdOut} hint={words.holdOutHint} wrong={wrong['holdOut']}>
          {(control) => (
            <input
              {...control}
              inputMode="decimal"
              autoComplete="off"
              value={draft.holdOut}
              onChange={({ target }) => onChange({ ...draft, preset: 'own', holdOut: target.value })}
            />
          )}
        </Field>
      </div>
    </Section>
  )
}

function Finder(props: { readonly datanets: readonly Datanet[]; readonly onAdd: (datanet: Datanet) => void }) {
  const [term, setTerm] = useState('')
  const id = useId()
  const words = text.newTraining
  const found = props.datanets.filter(({ slug }) => slug.includes(term.trim().toLowerCase()))
  return (
    <div className="form">
      <Field label={words.find} hint={words.findHint}>
        {(control) => (
          <input {...control} type="search" value={term} onChange={({ target }) => setTerm(target.value)} />
        )}
      </Field>
      <p id={id} className="hidden">
        {words.found}
      </p>
      {found.length === 0 ? (
        <p className="note" role="status">
          {term === '' ? words.noneThere : words.noneFound}
        </p>
      ) : (
        <ul className="factory-found" aria-labelledby={id}>
          {found.slice(0, SHOWN).map((datanet) => (
            <li key={datanet.datanetId}>
              <span>
                <DatanetLink datanetId={datanet.datanetId} slug={datanet.slug} />
                <span className="under">
                  {text.count.records(datanet.records.accepted)},{' '}
                  {datanet.licence === '' ? words.noLicence : words.licenceOf(datanet.licence)}
                </span>
              </span>
              <button
                type="button"
                className="button-quiet"
                aria-label={words.addThis(datanet.slug)}
                onClick={() => props.onAdd(datanet)}
              >
                {words.add}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
