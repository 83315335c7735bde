import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { ApiError } from '../../api/apiError.ts'
import { queries } from '../../api/queries.ts'
import { setSignedIn, useSignedIn } from '../../api/signedIn.ts'
import { Page } from '../../parts/Page.tsx'
import { Loaded } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'
import { SignInWays } from './SignInWays.tsx'
import { WhoIsIn } from './WhoIsIn.tsx'

/** Sign in with a wallet or a passkey; see who one is; sign out. */
export function SignInPage() {
  const token = useSignedIn()
  const words = text.signIn
  return (
    <Page title={token === undefined ? words.title : words.inTitle} lead={token === undefined ? words.lead : undefined}>
      {token === undefined ? <SignInWays /> : <SignedIn key={token} token={token} />}
    </Page>
  )
}

function SignedIn({ token }: { readonly token: string }) {
  const session = useQuery(queries.session(token))
  const over = session.error instanceof ApiError && session.error.status === 401
  useEffect(() => {
    // It has ended, or was signed out elsewhere.
    if (over) setSignedIn(undefined)
  }, [over])
  return (
    <Loaded query={session} lines={4}>
      {(data) => <WhoIsIn session={data} />}
    </Loaded>
  )
}
