import { deleteSession, type Session } from '@openledger/core/api/sessions.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { accountQueries } from '../api/accountQueries.ts'
import { ask } from '../api/ask.ts'
import { setSignedIn, useSignedIn } from '../api/signedIn.ts'
import { shortHex } from '../format/shortHex.ts'
import { Amount } from '../parts/Amount.tsx'
import { Disclosure } from '../parts/Disclosure.tsx'
import { WholeHex } from '../parts/Hex.tsx'
import { text } from '../text/text.ts'
import { useSession } from './useSession.ts'

/** Who is signed in, with DID and balance, and the way out; for nobody the way in. */
export function AccountMenu() {
  const token = useSignedIn()
  const session = useSession()
  const words = text.accountMenu
  if (token === undefined)
    return (
      <Link to="/sign-in" className="nav-link account-in" activeProps={{ 'aria-current': 'page' }}>
        {text.nav.signIn}
      </Link>
    )
  const short = session === undefined ? words.reading : shortHex(session.account)
  return (
    <Disclosure
      className="account"
      label={words.label(short)}
      button={
        <>
          <span className="account-dot" aria-hidden="true" />
          <span className="hex">{short}</span>
        </>
      }
    >
      {session === undefined ? <p>{text.state.loading}</p> : <Panel session={session} token={token} />}
    </Disclosure>
  )
}

function Panel({ session, token }: { readonly session: Session; readonly token: string }) {
  const { account, did, keyKept, sessionId } = session
  const balance = useQuery(accountQueries.balance(account))
  const words = text.accountMenu
  const signOut = async () => {
    // The token is forgotten here whatever the gateway says; there it ends by itself.
    await ask(deleteSession, { params: { id: sessionId }, key: token }).catch(() => undefined)
    setSignedIn(undefined)
  }
  return (
    <>
      <p className="account-kind">{keyKept ? words.kept : words.wallet}</p>
      <WholeHex value={did} what={text.signIn.did} />
      <p className="account-balance">
        {balance.data === undefined ? text.state.loading : <Amount wei={balance.data.open} unit />}
      </p>
      <p className="account-links">
        <Link to="/accounts/$address" params={{ address: account }}>
          {words.page}
        </Link>
        <Link to="/earnings">{text.nav.earnings}</Link>
        <Link to="/settings">{text.nav.settings}</Link>
      </p>
      <button type="button" className="button-quiet" onClick={() => void signOut()}>
        {text.signIn.signOut}
      </button>
    </>
  )
}
