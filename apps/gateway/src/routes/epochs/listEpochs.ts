import { listEpochs } from '@openledger/core/api/epochs.ts'
import { epochs } from '@openledger/db/schema/epochs.ts'
import { desc } from 'drizzle-orm'
import { toApiEpoch } from '../../epochs/toApiEpoch.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/epochs: newest first. */
export const handler = defineHandler(listEpochs, async ({ deps }) => {
  const rows = await deps.db.select().from(epochs).orderBy(desc(epochs.number))
  return { data: rows.map(toApiEpoch) }
})
