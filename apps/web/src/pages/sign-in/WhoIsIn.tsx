import { deleteSession, type Session } from '@openledger/core/api/sessions.ts'
import { callRoute } from '@openledger/sdk/callRoute.ts'
import { useAction } from '../../account/useAction.ts'
import { useClient } from '../../account/useClient.ts'
import { setSignedIn } from '../../api/signedIn.ts'
import { formatTime } from '../../format/formatTime.ts'
import { Facts } from '../../parts/Facts.tsx'
import { WholeHex } from '../../parts/Hex.tsx'
import { AccountLink } from '../../parts/links.tsx'
import { Failure } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'
import { KeptKey } from './KeptKey.tsx'
import { Passkeys } from './Passkeys.tsx'

/** Who is signed in, how and until when; the way out; for an account without a wallet its passkeys and its key. */
export function WhoIsIn({ session }: { readonly session: Session }) {
  const client = useClient()
  const { busy, error, run } = useAction()
  const words = text.signIn
  const signOut = async () => {
    if (client !== undefined) await callRoute(deleteSession, { params: { id: session.sessionId } }, client.caller)
    setSignedIn(undefined)
  }
  return (
    <>
      {error === undefined ? null : <Failure error={error} />}
      <Facts
        facts={[
          [words.account, <AccountLink key="account" address={session.account} />],
          [words.did, <WholeHex key="did" value={session.did} what={words.did} />],
          [words.method, words.methods[session.method]],
          [words.until, formatTime(session.expiresAt)],
        ]}
      />
      <p className="actions">
        <button type="button" className="button" disabled={busy} onClick={() => void run(signOut)}>
          {words.signOut}
        </button>
      </p>
      {session.keyKept && client !== undefined ? (
        <>
          <Passkeys client={client} />
          <KeptKey client={client} />
        </>
      ) : null}
    </>
  )
}
