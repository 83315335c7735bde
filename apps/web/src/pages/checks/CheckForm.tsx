import {
  type CheckSettings,
  checkSettingsSchema,
  personalDataKinds,
  personalDataPolicySchema,
  setCheckSettings,
} from '@openledger/core/api/checks.ts'
import { useQueryClient } from '@tanstack/react-query'
import { type SyntheticEvent, useState } from 'react'
import { useAction } from '../../account/useAction.ts'
import { ask } from '../../api/ask.ts'
import { checkQueries } from '../../api/checkQueries.ts'
import { Field } from '../../parts/Field.tsx'
import { Failure } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'

/** For the owner: sets what is asked of records; those that are here are then checked anew. */
export function CheckForm(props: {
  readonly datanetId: string
  readonly session: string
  readonly settings: CheckSettings
}) {
  const { datanetId, session: key } = props
  const [typed, setTyped] = useState(() => props.settings.languages.join(', '))
  const [personalData, setPersonalData] = useState(props.settings.personalData)
  const [offersRedaction, setOffers] = useState(props.settings.offersRedaction)
  const [tried, setTried] = useState(false)
  const [saved, setSaved] = useState(false)
  const cache = useQueryClient()
  const { busy, error, run } = useAction()
  const words = text.checksPage
  const languages = typed
    .split(',')
    .map((code) => code.trim())
    .filter((code) => code !== '')
  const settings = checkSettingsSchema.safeParse({ languages, personalData, offersRedaction })
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    setTried(true)
    setSaved(false)
    if (!settings.success) return
    void run(async () => {
      const answer = await ask(setCheckSettings, { params: { datanetId }, body: settings.data, key })
      cache.setQueryData(checkQueries.settings(datanetId).queryKey, answer)
      setSaved(true)
    })
  }
  return (
    <form className="form" onSubmit={submit} noValidate>
      <Field
        label={words.languages}
        hint={words.languagesHint}
        wrong={tried && !settings.success ? words.languagesWrong : undefined}
      >
        {(control) => (
          <input
            {...control}
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
          />
        )}
      </Field>
      <fieldset className="policies">
        <legend>{words.personal}</legend>
        {personalDataKinds.map((kind) => (
          <Field key={kind} label={words.kinds[kind] ?? kind}>
            {(control) => (
              <select
                {...control}
                value={personalData[kind]}
                onChange={({ target }) =>
                  setPersonalData({ ...personalData, [kind]: personalDataPolicySchema.parse(target.value) })
                }
              >
                {personalDataPolicySchema.options.map((policy) => (
                  <option key={policy} value={policy}>
                    {words.policies[policy]}
                  </option>
                ))}
              </select>
            )}
          </Field>
        ))}
      </fieldset>
      <p className="field-hint">{words.personalLead}</p>
      <label className="check-line">
        <input type="checkbox" checked={offersRedaction} onChange={({ target }) => setOffers(target.checked)} />
        <span>{words.offers}</span>
      </label>
      {error === undefined ? null : <Failure error={error} />}
      <p className="actions">
        <button type="submit" className="button" disabled={busy}>
          {words.save}
        </button>
        <span role="status">{saved && !busy ? words.saved : null}</span>
      </p>
    </form>
  )
}
