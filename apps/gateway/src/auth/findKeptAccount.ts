import type { Address } from '@openledger/core/api/primitives.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Database } from '@openledger/db/database.ts'
import { keptAccounts } from '@openledger/db/schema/keptAccounts.ts'
import { passkeys } from '@openledger/db/schema/passkeys.ts'
import { asc, eq } from 'drizzle-orm'
import { signInErrors } from './errors.ts'

/**
 * An account that was made with a passkey, and its passkeys, oldest first. In a transaction the account stays locked to
 * its end: whoever else changes its passkeys waits.
 *
 * @throws ACCOUNT_NOT_KEPT for an account of a wallet
 */
export async function findKeptAccount(db: Pick<Database, 'select'>, account: Address) {
  const [kept] = await db.select().from(keptAccounts).where(eq(keptAccounts.account, account)).for('update')
  if (kept === undefined)
    throw new OpenLedgerError(signInErrors.ACCOUNT_NOT_KEPT, `The gateway keeps no key of ${account}.`)
  const keys = await db
    .select()
    .from(passkeys)
    .where(eq(passkeys.account, account))
    .orderBy(asc(passkeys.createdAt), asc(passkeys.id))
  return { ...kept, passkeys: keys }
}
