import { deleteSession, type Session } from '@openledger/core/api/sessions.ts'
import { ask } from '../api/ask.ts'
import { setSignedIn, useSignedIn } from '../api/signedIn.ts'
import { formatTime } from '../format/formatTime.ts'
import { Facts } from '../parts/Facts.tsx'
import { WholeHex } from '../parts/Hex.tsx'
import { AccountLink } from '../parts/links.tsx'
import { Failure } from '../parts/State.tsx'
import { text } from '../text/text.ts'
import { useAction } from './useAction.ts'

/** Who is signed in, how and until when, and the way out. */
export function SessionFacts({ session }: { readonly session: Session }) {
  const token = useSignedIn()
  const { busy, error, run } = useAction()
  const words = text.signIn
  const signOut = async () => {
    await ask(deleteSession, { params: { id: session.sessionId }, key: token })
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
    </>
  )
}
