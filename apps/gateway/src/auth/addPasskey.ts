import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Database } from '@openledger/db/database.ts'
import { passkeys } from '@openledger/db/schema/passkeys.ts'
import { signInErrors } from './errors.ts'

/** Writes a passkey down. @throws PASSKEY_EXISTS */
export async function addPasskey(
  db: Pick<Database, 'insert'>,
  passkey: typeof passkeys.$inferInsert,
): Promise<typeof passkeys.$inferSelect> {
  const [row] = await db.insert(passkeys).values(passkey).onConflictDoNothing().returning()
  if (row === undefined)
    throw new OpenLedgerError(signInErrors.PASSKEY_EXISTS, 'This passkey signs in to an account already.')
  return row
}
