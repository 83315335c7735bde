import type { Address, Hash32 } from '@openledger/core/api/primitives.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Database } from '@openledger/db/database.ts'
import { findDatanet } from '../contributions/findDatanet.ts'
import { gatewayErrors } from '../errors.ts'

/** A Datanet, asked for by its owner. @throws DATANET_NOT_FOUND, AUTH_FORBIDDEN */
export async function findOwned(db: Database, datanetId: Hash32, account: Address) {
  const datanet = await findDatanet(db, datanetId)
  if (account !== datanet.owner)
    throw new OpenLedgerError(
      gatewayErrors.AUTH_FORBIDDEN,
      `The owner of this Datanet is ${datanet.owner}, not ${account}.`,
    )
  return datanet
}
