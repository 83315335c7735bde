import { type SyntheticEvent, useState } from 'react'
import { setSessionKey } from '../../api/sessionKey.ts'
import { text } from '../../text/text.ts'
import { OwnKey } from './OwnKey.tsx'

/** Takes an API key for this tab, or makes one of the account's; says that there is one and forgets it. */
export function KeyForm({ sessionKey }: { readonly sessionKey: string | undefined }) {
  const [typed, setTyped] = useState('')
  const words = text.chat
  if (sessionKey !== undefined)
    return (
      <p className="key-kept">
        <span className="quiet">{words.keyKept(sessionKey.slice(-4))}</span>
        <button type="button" className="link" onClick={() => setSessionKey(undefined)}>
          {words.keyForget}
        </button>
      </p>
    )
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    const key = typed.trim()
    if (key === '') return
    setSessionKey(key)
    setTyped('')
  }
  return (
    <div className="key-ways">
      <OwnKey />
      <form className="key-form" onSubmit={submit}>
        <label htmlFor="key">{words.key}</label>
        <div className="key-row">
          <input
            id="key"
            type="password"
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
            aria-describedby="key-hint"
          />
          <button type="submit" className="button-quiet">
            {words.keySave}
          </button>
        </div>
        <p id="key-hint" className="note">
          {words.keyHint}
        </p>
      </form>
    </div>
  )
}
