import { createKey } from '@openledger/core/api/keys.ts'
import { type SyntheticEvent, useState } from 'react'
import { useAction } from '../../account/useAction.ts'
import { ask } from '../../api/ask.ts'
import { parseOpen } from '../../format/parseOpen.ts'
import { shortHex } from '../../format/shortHex.ts'
import { Field } from '../../parts/Field.tsx'
import { WholeHex } from '../../parts/Hex.tsx'
import { Failure } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'

/** A further API key of a channel that has one, with a budget; shown once. */
export function NewKey(props: {
  readonly token: string
  readonly channels: readonly string[]
  readonly onMade: () => void
}) {
  const { token, channels, onMade } = props
  const [channelId, setChannelId] = useState(channels[0] ?? '')
  const [name, setName] = useState('')
  const [budget, setBudget] = useState('')
  const [made, setMade] = useState<string>()
  const { busy, error, run } = useAction()
  const words = text.settings
  const wei = budget.trim() === '' ? undefined : parseOpen(budget)
  const wrong = budget.trim() !== '' && wei === undefined ? words.budgetWrong : undefined
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    if (wrong !== undefined) return
    void run(async () => {
      const body = { channelId, name: name.trim() || words.newKeyName, ...(wei === undefined ? {} : { budget: wei }) }
      setMade((await ask(createKey, { body, key: token })).apiKey)
      onMade()
    })
  }
  if (made !== undefined)
    return (
      <div className="form">
        <p className="note">{words.keyOnce}</p>
        <WholeHex value={made} what={words.apiKey} />
        <p className="actions">
          <button type="button" className="button-quiet" onClick={() => setMade(undefined)}>
            {words.keyKept}
          </button>
        </p>
      </div>
    )
  return (
    <form className="form" onSubmit={submit}>
      {error === undefined ? null : <Failure error={error} />}
      <Field label={words.channel}>
        {(field) => (
          <select {...field} value={channelId} onChange={({ target }) => setChannelId(target.value)}>
            {channels.map((id) => (
              <option key={id} value={id}>
                {shortHex(id)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <div className="field-row">
        <Field label={words.keyName}>
          {(field) => <input {...field} maxLength={64} value={name} onChange={({ target }) => setName(target.value)} />}
        </Field>
        <Field label={words.budgetOpen} hint={words.budgetHint} wrong={wrong}>
          {(field) => (
            <input {...field} inputMode="decimal" value={budget} onChange={({ target }) => setBudget(target.value)} />
          )}
        </Field>
      </div>
      <p className="actions">
        <button type="submit" className="button-quiet" disabled={busy}>
          {words.newKey}
        </button>
      </p>
    </form>
  )
}
