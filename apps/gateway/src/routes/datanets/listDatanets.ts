import { listDatanets } from '@openledger/core/api/explorer.ts'
import { datanets } from '@openledger/db/schema/datanets.ts'
import { asc } from 'drizzle-orm'
import { toApiDatanets } from '../../contributions/toApiDatanets.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/datanets: every Datanet on chain, oldest first. */
export const handler = defineHandler(listDatanets, async ({ deps }) => {
  const rows = await deps.db.select().from(datanets).orderBy(asc(datanets.blockNumber), asc(datanets.datanetId))
  return { data: await toApiDatanets(deps.db, rows) }
})
