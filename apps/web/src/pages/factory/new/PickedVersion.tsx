import type { Datanet } from '@openledger/core/api/datanets.ts'
import { useQuery } from '@tanstack/react-query'
import type { Actor } from '../../../account/useActor.ts'
import { useSignedIn } from '../../../api/signedIn.ts'
import { versionQueries } from '../../../api/versionQueries.ts'
import { Field } from '../../../parts/Field.tsx'
import { DatanetLink } from '../../../parts/links.tsx'
import { Loaded } from '../../../parts/State.tsx'
import { Tag } from '../../../parts/Tag.tsx'
import { text } from '../../../text/text.ts'
import { AccessForm } from '../../access/AskForAccess.tsx'
import { GrantTerms, StateTag } from '../../access/EntryFacts.tsx'
import type { Pick } from './draft.ts'
import type { Wrong } from './readDraft.ts'

/** One Datanet that was chosen: which version, how much of it, and whether one may train on it. */
export function PickedVersion(props: {
  readonly actor: Actor
  /** Undefined while the gateway does not know it. */
  readonly datanet: Datanet | undefined
  readonly pick: Pick
  readonly wrong: Wrong
  readonly onChange: (pick: Pick) => void
  readonly onRemove: () => void
}) {
  const { actor, datanet, pick, wrong, onChange, onRemove } = props
  const key = useSignedIn() ?? ''
  const own = datanet?.owner === actor.account
  const access = useQuery({ ...versionQueries.access(pick.datanetId, key), refetchInterval: 4_000, enabled: !own })
  const mine = access.data?.data.find(({ developer }) => developer === actor.account)
  const usable = own || mine?.state === 'granted'
  const words = text.newTraining
  const slug = datanet?.slug ?? pick.datanetId
  const versions = (datanet?.versions ?? []).toSorted((one, other) => other.number - one.number)
  return (
    <article className="factory-pick" data-usable={usable} aria-label={slug}>
      <div className="factory-pick-head">
        <h3>
          <DatanetLink datanetId={pick.datanetId} slug={datanet?.slug} />
        </h3>
        {own ? <Tag tone="good">{words.yours}</Tag> : null}
        {own || access.data === undefined ? null : mine === undefined ? (
          <Tag tone="warn">{words.needsGrant}</Tag>
        ) : (
          <StateTag state={mine.state} />
        )}
        <button type="button" className="link" aria-label={words.removeThis(slug)} onClick={onRemove}>
          {words.remove}
        </button>
      </div>
      {mine?.state === 'granted' && mine.grant !== null ? (
        <p className="note">
          <GrantTerms grant={mine.grant} />
        </p>
      ) : null}
      {own || usable ? null : (
        <Loaded query={access} lines={2}>
          {() => (
            <details className="factory-fold" open={mine?.state === 'asked'}>
              <summary>
                {mine === undefined ? words.ask : mine.state === 'asked' ? text.accessPage.mine : words.again}
              </summary>
              {mine?.state === 'asked' ? null : <p className="note">{text.accessPage.requestLead}</p>}
              <AccessForm datanetId={pick.datanetId} actor={actor} />
            </details>
          )}
        </Loaded>
      )}
      <div className="field-row">
        <Field label={words.versionField}>
          {(control) => (
            <select
              {...control}
              value={pick.version}
              onChange={({ target }) =>
                onChange({ ...pick, version: versions.find(({ root }) => root === target.value)?.root ?? pick.version })
              }
            >
              {versions.map(({ root, number, count }) => (
                <option key={root} value={root}>
                  {words.version(number, count)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={words.limit} hint={words.limitHint} wrong={wrong[`limit ${pick.version}`]}>
          {(control) => (
            <input
              {...control}
              inputMode="numeric"
              autoComplete="off"
              value={pick.limit}
              onChange={({ target }) => onChange({ ...pick, limit: target.value })}
            />
          )}
        </Field>
      </div>
      <Field label={words.query} hint={words.queryHint} wrong={wrong[`query ${pick.version}`]}>
        {(control) => (
          <input
            {...control}
            autoComplete="off"
            value={pick.query}
            onChange={({ target }) => onChange({ ...pick, query: target.value })}
          />
        )}
      </Field>
    </article>
  )
}
