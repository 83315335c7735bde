import { getEpochFlow } from '@openledger/core/api/flows.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { epochs } from '@openledger/db/schema/epochs.ts'
import { and, eq, inArray } from 'drizzle-orm'
import { gatewayErrors } from '../../errors.ts'
import { readFlow } from '../../explorer/readFlow.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/epochs/{number}/flow: of a posted epoch. */
export const handler = defineHandler(getEpochFlow, async ({ params: { number }, deps: { db } }) => {
  const epoch = BigInt(number)
  if ((await db.$count(epochs, and(eq(epochs.number, epoch), inArray(epochs.status, ['posted', 'final'])))) === 0)
    throw new OpenLedgerError(gatewayErrors.EPOCH_NOT_FOUND, `There is no posted epoch ${number}.`)
  return { number, ...(await readFlow(db, { epoch })) }
})
