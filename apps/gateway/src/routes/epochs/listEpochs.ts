import { listEpochs } from '@openledger/core/api/epochs.ts'
import { epochs } from '@openledger/db/schema/epochs.ts'
import { desc, lt } from 'drizzle-orm'
import { toApiEpoch } from '../../epochs/toApiEpoch.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/epochs: newest first, page by page. */
export const handler = defineHandler(listEpochs, async ({ query: { limit, after }, deps }) => {
  const rows = await deps.db
    .select()
    .from(epochs)
    .where(after === undefined ? undefined : lt(epochs.number, BigInt(after)))
    .orderBy(desc(epochs.number))
    .limit(limit + 1)
  const page = rows.slice(0, limit)
  return { data: page.map(toApiEpoch), next: rows.length <= limit ? null : Number(page.at(-1)?.number ?? 0n) }
})
