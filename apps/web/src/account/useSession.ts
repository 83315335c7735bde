import type { Session } from '@openledger/core/api/sessions.ts'
import { useQuery } from '@tanstack/react-query'
import { queries } from '../api/queries.ts'
import { useSignedIn } from '../api/signedIn.ts'

/** Who is signed in; undefined while that is asked, and for nobody. */
export function useSession(): Session | undefined {
  const token = useSignedIn()
  const { data } = useQuery({ ...queries.session(token ?? ''), enabled: token !== undefined })
  return token === undefined ? undefined : data
}
