import { type SyntheticEvent, useState } from 'react'
import { Field, type FieldControl } from '../../parts/Field.tsx'
import { Section } from '../../parts/Page.tsx'
import { text } from '../../text/text.ts'
import type { Draft, DraftField } from './draft.ts'
import { LICENCES } from './licences.ts'

/** What the Datanet shall be, each field with what it means; errors show once one tried to go on. */
export function DatanetForm(props: {
  readonly draft: Draft
  readonly wrong: Partial<Record<DraftField, string>>
  /** A passkey will be asked, since money could go to another account. */
  readonly foreign: boolean
  readonly onChange: (draft: Draft) => void
  readonly onSubmit: () => void
}) {
  const { draft, wrong, foreign, onChange, onSubmit } = props
  const [tried, setTried] = useState(false)
  const words = text.newDatanet
  const bind = (field: DraftField) => (control: FieldControl) => ({
    ...control,
    value: draft[field],
    onChange: ({ target }: { readonly target: { readonly value: string } }) =>
      onChange({ ...draft, [field]: target.value }),
  })
  const shown = (field: DraftField) => (tried ? wrong[field] : undefined)
  const line = (
    field: DraftField,
    label: string,
    hint: string,
    more: { readonly inputMode?: 'numeric' | 'decimal' } = {},
  ) => (
    <Field label={label} hint={hint} wrong={shown(field)}>
      {(control) => <input {...bind(field)(control)} {...more} autoComplete="off" />}
    </Field>
  )
  const area = (field: DraftField, label: string, hint: string, max: number) => (
    <Field label={label} hint={hint} wrong={shown(field)}>
      {(control) => <textarea {...bind(field)(control)} rows={4} maxLength={max} />}
    </Field>
  )
  const chooseLicence = (licence: string) => {
    const url = LICENCES.get(licence)
    const known = [...LICENCES].some(([name, at]) => draft.terms === words.termsOf(name, at))
    const terms = draft.terms === '' || known ? (url === undefined ? '' : words.termsOf(licence, url)) : draft.terms
    onChange({ ...draft, licence, terms })
  }
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    setTried(true)
    if (Object.keys(wrong).length === 0) onSubmit()
  }
  return (
    <form onSubmit={submit} noValidate>
      <Section title={words.what}>
        <div className="form">
          {line('title', words.titleField, words.titleHint)}
          {line('slug', words.slug, words.slugHint)}
          {area('about', words.about, words.aboutHint, 8_000)}
        </div>
      </Section>
      <Section title={words.licence}>
        <div className="form">
          <Field label={words.licence} hint={words.licenceHint}>
            {(control) => (
              <select {...control} value={draft.licence} onChange={({ target }) => chooseLicence(target.value)}>
                <option value="">{words.noLicence}</option>
                {[...LICENCES.keys()].map((name) => (
                  <option key={name} value={name}>
                    {name}
                  </option>
                ))}
              </select>
            )}
          </Field>
          {area('terms', words.terms, words.termsHint, 60_000)}
        </div>
      </Section>
      <Section title={words.money}>
        <div className="form">
          {line('rate', words.rate, words.rateHint, { inputMode: 'decimal' })}
          {line('treasury', words.treasury, words.treasuryHint)}
          {foreign && wrong.treasury === undefined ? <p className="note">{words.treasuryConfirm}</p> : null}
        </div>
      </Section>
      <Section title={words.limits}>
        <div className="form">
          <div className="field-row">
            {line('inAll', words.inAll, words.limitsHint, { inputMode: 'numeric' })}
            {line('aDay', words.aDay, words.limitsHint, { inputMode: 'numeric' })}
          </div>
          <p className="note">{words.kept}</p>
          <p className="actions">
            <button type="submit" className="button">
              {words.submit}
            </button>
          </p>
        </div>
      </Section>
    </form>
  )
}
