import type { Address } from '@openledger/core/api/primitives.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { channels } from '@openledger/db/schema/channels.ts'
import { contributions } from '@openledger/db/schema/contributions.ts'
import { keptAccounts } from '@openledger/db/schema/keptAccounts.ts'
import { sessions } from '@openledger/db/schema/sessions.ts'
import { eq, gt } from 'drizzle-orm'
import type { GatewayDeps } from '../gatewayDeps.ts'
import { signInErrors } from './errors.ts'

/** Sessions that wallets open in an hour before strangers have to wait: a key costs nothing, and so would each session. */
const SESSIONS_PER_HOUR = 10_000
const HOUR_ms = 3_600_000

/**
 * Makes sure that another session may be opened. However many strangers come, who is known here by something that costs
 * (a channel with a deposit, a contribution on chain, an account that is kept) gets in.
 *
 * @throws SESSIONS_TOO_MANY
 */
export async function assertRoom(
  { db, clock }: Pick<GatewayDeps, 'db' | 'clock'>,
  account: Address,
  perHour = SESSIONS_PER_HOUR,
): Promise<void> {
  const since = new Date(clock.now() - HOUR_ms)
  if ((await db.$count(sessions, gt(sessions.createdAt, since))) < perHour) return
  const known = await Promise.all([
    db.$count(channels, eq(channels.payer, account)),
    db.$count(contributions, eq(contributions.contributor, account)),
    db.$count(keptAccounts, eq(keptAccounts.account, account)),
  ])
  if (known.some((count) => count > 0)) return
  throw new OpenLedgerError(signInErrors.SESSIONS_TOO_MANY, `${perHour} sessions were opened in the last hour.`, {
    details: { retryAfter_s: 60 },
  })
}
