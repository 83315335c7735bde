import { getUsage } from '@openledger/core/api/usage.ts'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { ask } from './ask.ts'

/** How often usage is asked again while it is looked at, ms. */
const LIVE_MS = 6_000

/** What the account's channels paid for in some days. */
export const usageQuery = (token: string, days: { readonly from?: string; readonly to?: string }) =>
  queryOptions({
    queryKey: ['usage', token, days],
    queryFn: () => ask(getUsage, { query: days, key: token }),
    placeholderData: keepPreviousData,
    refetchInterval: LIVE_MS,
  })
