import { getEpoch } from '@openledger/core/api/epochs.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { epochs } from '@openledger/db/schema/epochs.ts'
import { eq } from 'drizzle-orm'
import { toApiEpoch } from '../../epochs/toApiEpoch.ts'
import { gatewayErrors } from '../../errors.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/epochs/{number}: one epoch. */
export const handler = defineHandler(getEpoch, async ({ params, deps }) => {
  const [row] = await deps.db
    .select()
    .from(epochs)
    .where(eq(epochs.number, BigInt(params.number)))
  if (row === undefined) throw new OpenLedgerError(gatewayErrors.EPOCH_NOT_FOUND, `There is no epoch ${params.number}.`)
  return toApiEpoch(row)
})
