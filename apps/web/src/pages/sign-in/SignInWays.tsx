import type { OpenedSession } from '@openledger/core/api/sessions.ts'
import { createPasskeyAccount, signInWithPasskey } from '@openledger/sdk/passkeys.ts'
import { signIn } from '@openledger/sdk/signIn.ts'
import { walletSigner } from '@openledger/sdk/walletSigner.ts'
import { browserAuthenticator } from '../../account/browserAuthenticator.ts'
import { injectedWallet } from '../../account/injectedWallet.ts'
import { useAction } from '../../account/useAction.ts'
import { useClient } from '../../account/useClient.ts'
import { setSignedIn } from '../../api/signedIn.ts'
import { Section } from '../../parts/Page.tsx'
import { Failure } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'

/** The ways in: a wallet, a passkey that one has, a new account with a new passkey. */
export function SignInWays() {
  const client = useClient()
  const wallet = injectedWallet()
  const { busy, error, run } = useAction()
  const words = text.signIn
  const { hostname, port, protocol } = window.location
  // Browsers make passkeys for names alone; the gateway of this machine is localhost too.
  const byNumber = hostname === '127.0.0.1'
  const ready = client !== undefined && !busy
  const enter = (way: (known: NonNullable<typeof client>) => Promise<OpenedSession>) =>
    run(async () => {
      if (client !== undefined) setSignedIn((await way(client)).token)
    })
  return (
    <>
      {error === undefined ? null : <Failure error={error} />}
      <Section title={words.wallet} lead={wallet === undefined ? words.noWallet : words.walletLead}>
        <p className="actions">
          <button
            type="button"
            className="button"
            disabled={!ready || wallet === undefined}
            onClick={() =>
              void enter(async (known) => {
                if (wallet === undefined) throw new TypeError('no wallet')
                return signIn(known, await walletSigner(wallet))
              })
            }
          >
            {words.withWallet}
          </button>
        </p>
      </Section>
      <Section title={words.passkey} lead={words.passkeyLead}>
        {byNumber ? (
          <p className="note">
            <a href={`${protocol}//localhost:${port}/sign-in`}>{words.byName}</a>
          </p>
        ) : (
          <p className="actions">
            <button
              type="button"
              className="button"
              disabled={!ready}
              onClick={() => void enter((known) => signInWithPasskey(known, browserAuthenticator))}
            >
              {words.withPasskey}
            </button>
            <button
              type="button"
              className="button-quiet"
              disabled={!ready}
              onClick={() => void enter((known) => createPasskeyAccount(known, browserAuthenticator))}
            >
              {words.newAccount}
            </button>
          </p>
        )}
        <p className="note">{words.keptLead}</p>
      </Section>
    </>
  )
}
