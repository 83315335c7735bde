import type { Address } from '@openledger/core/api/primitives.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Database } from '@openledger/db/database.ts'
import { gasGrants } from '@openledger/db/schema/gasGrants.ts'
import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import type { GatewayDeps } from '../gatewayDeps.ts'
import { actingErrors } from './errors.ts'
import { GAS_LIMITS } from './gasLimits.ts'
import { givenInADay } from './givenInADay.ts'

/** Grants for one transaction; each further one only where gas became dearer meanwhile. */
const ATTEMPTS_MAX = 3

type Deps = Pick<GatewayDeps, 'db' | 'chain' | 'publisher' | 'clock' | 'gasLimits'>
type Wanted = { readonly account: Address; readonly transactionKey: string }

/**
 * Makes sure that an account has the ether for a transaction's gas: what it lacks comes from the operator. A grant is
 * written down before it is sent, with a key of its own, so one that was cut off is sent once, later or never.
 *
 * Invariant: the grants of any 24 hours sum to no more than the limits, for the account and for all.
 * @param need wei that have to lie in the account
 * @throws ACTING_GAS_SPENT, ACTING_GAS_UNSTABLE, CHAIN_*
 */
export async function grantGas(deps: Deps, wanted: Wanted, need: bigint): Promise<void> {
  await sendGrants(deps, wanted)
  for (;;) {
    const lacking = need - (await deps.chain.etherOf(wanted.account))
    if (lacking <= 0n) return
    await deps.db.transaction((transaction) => writeGrant(transaction, deps, wanted, lacking))
    await sendGrants(deps, wanted)
  }
}

async function writeGrant(db: Database, deps: Deps, { account, transactionKey }: Wanted, amount: bigint) {
  const now = deps.clock.now()
  const limits = deps.gasLimits ?? GAS_LIMITS
  // One at a time, so that those who come together are counted together.
  await db.execute(sql`SELECT pg_advisory_xact_lock(hashtext('gas grants'))`)
  const own = await givenInADay(db, now, eq(gasGrants.account, account))
  const left = [limits.account - own, limits.all - (await givenInADay(db, now))] as const
  if (left.some((one) => one < amount)) {
    const whose = left[0] < amount ? 'for this account' : 'for all accounts together'
    throw new OpenLedgerError(actingErrors.ACTING_GAS_SPENT, `What the operator gives in a day ${whose} is spent.`, {
      details: { retryAfter_s: 3_600 },
    })
  }
  const [last] = await db
    .select({ attempt: gasGrants.attempt })
    .from(gasGrants)
    .where(eq(gasGrants.transactionKey, transactionKey))
    .orderBy(desc(gasGrants.attempt))
    .limit(1)
  const attempt = (last?.attempt ?? 0) + 1
  if (attempt > ATTEMPTS_MAX)
    throw new OpenLedgerError(actingErrors.ACTING_GAS_UNSTABLE, `${ATTEMPTS_MAX} grants for gas did not suffice.`)
  await db.insert(gasGrants).values({ account, transactionKey, attempt, amount, createdAt: new Date(now) })
}

/** Sends what was written down for a transaction and is in no block yet. */
async function sendGrants({ db, publisher }: Deps, { transactionKey }: Wanted): Promise<void> {
  const unsent = await db
    .select()
    .from(gasGrants)
    .where(and(eq(gasGrants.transactionKey, transactionKey), isNull(gasGrants.hash)))
  for (const { account, attempt, amount } of unsent) {
    const key = `gas:${attempt}:${transactionKey}`
    const { transactionHash } = await publisher.send({ key, to: account, data: '0x', value: amount })
    await db
      .update(gasGrants)
      .set({ hash: transactionHash })
      .where(and(eq(gasGrants.transactionKey, transactionKey), eq(gasGrants.attempt, attempt)))
  }
}
