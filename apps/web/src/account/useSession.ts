import type { Session } from '@openledger/core/api/sessions.ts'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { ApiError } from '../api/apiError.ts'
import { queries } from '../api/queries.ts'
import { setSignedIn, useSignedIn } from '../api/signedIn.ts'

/** Who is signed in; undefined while that is asked, and for nobody. A session that has ended is forgotten. */
export function useSession(): Session | undefined {
  const token = useSignedIn()
  const { data, error } = useQuery({ ...queries.session(token ?? ''), enabled: token !== undefined })
  const over = error instanceof ApiError && error.status === 401
  useEffect(() => {
    // It ran out, or was signed out elsewhere.
    if (over && token !== undefined) setSignedIn(undefined)
  }, [over, token])
  return token === undefined || over ? undefined : data
}
