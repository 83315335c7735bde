import { getDatanet } from '@openledger/core/api/datanets.ts'
import { records } from '@openledger/db/schema/records.ts'
import { versions } from '@openledger/db/schema/versions.ts'
import { asc, count, eq } from 'drizzle-orm'
import { findDatanet } from '../../contributions/findDatanet.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/datanets/{datanetId}: a Datanet with its versions, and how many records stand how. */
export const handler = defineHandler(getDatanet, async ({ params, deps }) => {
  const { datanetId, owner, slug, treasury, rateBps } = await findDatanet(deps.db, params.datanetId)
  const published = await deps.db
    .select({
      root: versions.root,
      number: versions.number,
      count: versions.count,
      dataHash: versions.dataHash,
      previousRoot: versions.previousRoot,
    })
    .from(versions)
    .where(eq(versions.datanetId, datanetId))
    .orderBy(asc(versions.number))
  const counts = await deps.db
    .select({ verdict: records.verdict, records: count() })
    .from(records)
    .where(eq(records.datanetId, datanetId))
    .groupBy(records.verdict)
  const of = (verdict: string): number => counts.find((row) => row.verdict === verdict)?.records ?? 0
  return {
    datanetId,
    owner,
    slug,
    treasury,
    rateBps,
    versions: published,
    records: { accepted: of('accept'), marked: of('mark'), refused: of('refuse'), pending: of('pending') },
  }
})
