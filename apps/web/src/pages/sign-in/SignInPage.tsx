import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useSession } from '../../account/useSession.ts'
import { useSignedIn } from '../../api/signedIn.ts'
import { Page } from '../../parts/Page.tsx'
import { Loading } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'
import { SignInWays } from './SignInWays.tsx'
import { WhoIsIn } from './WhoIsIn.tsx'

/** Sign in with a wallet or a passkey, and back to where one came from; see who one is; sign out. */
export function SignInPage() {
  const token = useSignedIn()
  const session = useSession()
  const { from } = useSearch({ from: '/sign-in' })
  const navigate = useNavigate()
  const words = text.signIn
  useEffect(() => {
    if (from !== undefined && session !== undefined) void navigate({ to: from, replace: true })
  }, [from, session, navigate])
  return (
    <Page title={token === undefined ? words.title : words.inTitle} lead={token === undefined ? words.lead : undefined}>
      {token === undefined ? <SignInWays /> : session === undefined ? <Loading /> : <WhoIsIn session={session} />}
    </Page>
  )
}
