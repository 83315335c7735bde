import { getBalance, getEarnings } from '@openledger/core/api/earnings.ts'
import { listKeys } from '@openledger/core/api/keys.ts'
import { listSessions } from '@openledger/core/api/sessions.ts'
import { queryOptions } from '@tanstack/react-query'
import { ask } from './ask.ts'

/** How often what is on chain is asked again while it is looked at, ms. */
const LIVE_MS = 6_000
const CALM_MS = 30_000

/** What pages of an account ask the gateway for; tokens are for what is the account's own to see. */
export const accountQueries = {
  balance: (address: string) =>
    queryOptions({
      queryKey: ['balance', address],
      queryFn: () => ask(getBalance, { params: { address } }),
      refetchInterval: LIVE_MS,
    }),
  earnings: (address: string) =>
    queryOptions({
      queryKey: ['earnings', address],
      queryFn: () => ask(getEarnings, { params: { address } }),
      refetchInterval: LIVE_MS,
    }),
  sessions: (token: string) =>
    queryOptions({
      queryKey: ['sessions', token],
      queryFn: () => ask(listSessions, { key: token }),
      refetchInterval: CALM_MS,
    }),
  keys: (token: string) =>
    queryOptions({ queryKey: ['keys', token], queryFn: () => ask(listKeys, { key: token }), refetchInterval: CALM_MS }),
}
