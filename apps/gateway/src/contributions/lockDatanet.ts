import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { Database } from '@openledger/db/database.ts'
import { sql } from 'drizzle-orm'

/** Makes the transactions that check a Datanet's records come one after the other; let go of with the transaction. */
export async function lockDatanet(transaction: Database, datanetId: Hash32): Promise<void> {
  await transaction.execute(sql`SELECT pg_advisory_xact_lock(hashtext(${`datanet:${datanetId}`}))`)
}
