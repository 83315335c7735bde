import { calls } from '@openledger/db/schema/calls.ts'
import { and, gte, lt, type SQL } from 'drizzle-orm'

/** Days of the calendar in UTC, both included. */
export type Period = { readonly from?: string | undefined; readonly to?: string | undefined }

const DAY_ms = 86_400_000

/** Calls that began in a period. */
export function beganIn({ from, to }: Period): SQL | undefined {
  return and(
    from === undefined ? undefined : gte(calls.startedAt, new Date(`${from}T00:00:00Z`)),
    to === undefined ? undefined : lt(calls.startedAt, new Date(Date.parse(`${to}T00:00:00Z`) + DAY_ms)),
  )
}
