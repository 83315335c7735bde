import { createKey } from '@openledger/core/api/keys.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type SyntheticEvent, useState } from 'react'
import { useAction } from '../../account/useAction.ts'
import { useActor } from '../../account/useActor.ts'
import { accountQueries } from '../../api/accountQueries.ts'
import { ask } from '../../api/ask.ts'
import { queries } from '../../api/queries.ts'
import { setSessionKey } from '../../api/sessionKey.ts'
import { useSignedIn } from '../../api/signedIn.ts'
import { parseOpen } from '../../format/parseOpen.ts'
import { Field } from '../../parts/Field.tsx'
import { Failure } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'
import { openOwnChannel } from './openOwnChannel.ts'

/** How long a channel's signer may sign that is opened here. */
const SIGNER_DAYS = 90

/**
 * A key of the account's own for this tab, with a budget: from its channel, or, for a wallet that has none, from one that is
 * opened and paid into here. An account whose key the gateway keeps can't pay in (ADR 36), and is told so.
 */
export function OwnKey() {
  const token = useSignedIn()
  const words = text.chat
  if (token === undefined)
    return (
      <p className="note">
        <Link to="/sign-in" search={{ from: '/chat' }}>
          {words.signIn}
        </Link>{' '}
        {words.signInTo}
      </p>
    )
  return <KeyOfAccount token={token} />
}

function KeyOfAccount({ token }: { readonly token: string }) {
  const actor = useActor()
  const info = useQuery(queries.info())
  const keys = useQuery(accountQueries.keys(token))
  const [typed, setTyped] = useState('1')
  const { busy, error, run } = useAction()
  const words = text.chat
  if (actor === undefined || info.data === undefined || keys.data === undefined) return null
  const { data: ledger } = info
  const channelId = keys.data.data[0]?.channelId
  if (channelId === undefined && actor.kind === 'kept') return <p className="note">{words.keptCantPay}</p>
  const amount = parseOpen(typed)
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    if (amount === undefined) return
    void run(async () => {
      const made =
        channelId === undefined
          ? await openOwnChannel({
              actor,
              ledger,
              token,
              amount: BigInt(amount),
              days: SIGNER_DAYS,
              name: words.keyName,
            })
          : await ask(createKey, { body: { channelId, name: words.keyName, budget: amount }, key: token })
      setSessionKey(made.apiKey, made.keyId)
      await keys.refetch()
    })
  }
  return (
    <form className="key-form" onSubmit={submit}>
      <Field
        label={channelId === undefined ? words.payIn : words.budget}
        hint={channelId === undefined ? words.payInHint(SIGNER_DAYS) : words.budgetHint}
        wrong={amount === undefined ? text.settings.budgetWrong : undefined}
      >
        {(field) => (
          <div className="key-row">
            <input {...field} inputMode="decimal" value={typed} onChange={({ target }) => setTyped(target.value)} />
            <button type="submit" className="button-quiet" disabled={busy || amount === undefined}>
              {channelId === undefined ? words.openChannel : words.makeKey}
            </button>
          </div>
        )}
      </Field>
      {error === undefined ? null : <Failure error={error} />}
      {busy && channelId === undefined ? (
        <p className="note" role="status">
          {words.opening}
        </p>
      ) : null}
    </form>
  )
}
