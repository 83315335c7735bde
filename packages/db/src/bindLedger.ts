import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Hex } from './columns.ts'
import type { Database } from './database.ts'
import { DB_ERRORS } from './errors.ts'
import { ledger } from './schema/ledger.ts'

/** Whose books a database holds: an operator's, of one deployment on one chain. */
export type LedgerIdentity = { readonly chainId: bigint; readonly settlement: Hex; readonly operator: Hex }

/**
 * Marks a new database as this operator's, or asserts that it is.
 *
 * @throws DB_OTHER_LEDGER when its books are those of another operator or deployment
 */
export async function bindLedger(db: Database, identity: LedgerIdentity): Promise<void> {
  await db.insert(ledger).values(identity).onConflictDoNothing()
  await assertLedger(db, identity)
}

/**
 * Asserts that a database's books are this operator's, or nobody's yet.
 *
 * @throws DB_OTHER_LEDGER
 */
export async function assertLedger(db: Database, identity: LedgerIdentity): Promise<void> {
  const [found] = await db.select().from(ledger)
  if (found === undefined) return
  const { chainId, settlement, operator } = found
  if (chainId === identity.chainId && settlement === identity.settlement && operator === identity.operator) return
  throw new OpenLedgerError(
    DB_ERRORS.DB_OTHER_LEDGER,
    `The books in this database are those of the operator ${operator} on chain ${chainId} (settlement ${settlement}).`,
    { details: { chainId: String(chainId), settlement, operator } },
  )
}
