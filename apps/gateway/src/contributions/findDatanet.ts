import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Database } from '@openledger/db/database.ts'
import { datanets } from '@openledger/db/schema/datanets.ts'
import { eq } from 'drizzle-orm'
import { gatewayErrors } from '../errors.ts'

/** A Datanet that is on chain. @throws DATANET_NOT_FOUND */
export async function findDatanet(db: Database, datanetId: Hash32): Promise<typeof datanets.$inferSelect> {
  const [datanet] = await db.select().from(datanets).where(eq(datanets.datanetId, datanetId))
  if (datanet === undefined)
    throw new OpenLedgerError(gatewayErrors.DATANET_NOT_FOUND, `There is no Datanet ${datanetId}.`)
  return datanet
}
