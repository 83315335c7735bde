import { listPasskeys } from '@openledger/core/api/passkeys.ts'
import { type Caller, callRoute } from '@openledger/sdk/callRoute.ts'
import { addAccountPasskey, removeAccountPasskey } from '@openledger/sdk/passkeys.ts'
import { useQuery } from '@tanstack/react-query'
import { browserAuthenticator } from '../../account/browserAuthenticator.ts'
import { useAction } from '../../account/useAction.ts'
import { formatTime } from '../../format/formatTime.ts'
import { Section } from '../../parts/Page.tsx'
import { Failure, Loaded } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'

/** The account's passkeys: another, or one less, each confirmed with one of them. */
export function Passkeys({ client }: { readonly client: { readonly caller: Caller } }) {
  const { busy, error, run } = useAction()
  const words = text.signIn
  const passkeys = useQuery({
    queryKey: ['passkeys', client.caller.session],
    queryFn: () => callRoute(listPasskeys, {}, client.caller),
  })
  const change = (action: () => Promise<unknown>) =>
    run(async () => {
      await action()
      await passkeys.refetch()
    })
  return (
    <Section title={words.passkeys} lead={words.passkeysLead}>
      {error === undefined ? null : <Failure error={error} />}
      <Loaded query={passkeys} lines={2}>
        {({ data }) => (
          <ul className="passkeys">
            {data.map(({ passkeyId, name, createdAt }) => (
              <li key={passkeyId}>
                {words.passkeyMade(name, formatTime(createdAt))}
                {data.length === 1 ? null : (
                  <button
                    type="button"
                    className="link"
                    disabled={busy}
                    aria-label={words.removeThis(name)}
                    onClick={() => void change(() => removeAccountPasskey(client, browserAuthenticator, passkeyId))}
                  >
                    {words.remove}
                  </button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      <p className="actions">
        <button
          type="button"
          className="button-quiet"
          disabled={busy}
          onClick={() => void change(() => addAccountPasskey(client, browserAuthenticator, words.added))}
        >
          {words.add}
        </button>
      </p>
    </Section>
  )
}
