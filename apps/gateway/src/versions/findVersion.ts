import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Database } from '@openledger/db/database.ts'
import { versions } from '@openledger/db/schema/versions.ts'
import { and, eq } from 'drizzle-orm'
import { gatewayErrors } from '../errors.ts'

/** A version as the index has it. */
export type VersionRow = typeof versions.$inferSelect

/** A Datanet's version by its number. @throws VERSION_NOT_FOUND */
export async function findVersion(db: Database, datanetId: Hash32, number: number): Promise<VersionRow> {
  const [version] = await db
    .select()
    .from(versions)
    .where(and(eq(versions.datanetId, datanetId), eq(versions.number, number)))
  if (version === undefined)
    throw new OpenLedgerError(gatewayErrors.VERSION_NOT_FOUND, `The Datanet ${datanetId} has no version ${number}.`)
  return version
}
