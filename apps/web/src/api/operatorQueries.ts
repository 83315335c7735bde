import { getOperator } from '@openledger/core/api/operator.ts'
import { queryOptions } from '@tanstack/react-query'
import { ask } from './ask.ts'

/** How often the node's figures are asked again while they are looked at, ms. */
const LIVE_MS = 2_000

/** How the node does; with the operator's session. */
export const operatorQuery = (token: string) =>
  queryOptions({
    queryKey: ['operator', token],
    queryFn: () => ask(getOperator, { key: token }),
    refetchInterval: LIVE_MS,
    retry: (count, error) => ('status' in error && error.status === 403 ? false : count < 2),
  })
