import { useQuery } from '@tanstack/react-query'
import { queries } from '../api/queries.ts'
import { useSession } from './useSession.ts'

/** Whether who is signed in operates this gateway; undefined while that is asked, and for nobody. */
export function useIsOperator(): boolean | undefined {
  const session = useSession()
  const { data: info } = useQuery(queries.info())
  return session === undefined || info === undefined ? undefined : session.account === info.operator
}
