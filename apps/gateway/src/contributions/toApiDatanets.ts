import { type Datanet, datanetSchema } from '@openledger/core/api/datanets.ts'
import type { Database } from '@openledger/db/database.ts'
import type { datanets } from '@openledger/db/schema/datanets.ts'
import { records } from '@openledger/db/schema/records.ts'
import { versions } from '@openledger/db/schema/versions.ts'
import { asc, count, inArray } from 'drizzle-orm'

type DatanetRow = typeof datanets.$inferSelect

/**
 * Datanets as the API shows them: each with its versions, oldest first, and how many of its records stand how.
 * Two queries, however many Datanets.
 */
export async function toApiDatanets(db: Database, rows: readonly DatanetRow[]): Promise<Datanet[]> {
  const ids = rows.map(({ datanetId }) => datanetId)
  if (ids.length === 0) return []
  const published = await db
    .select()
    .from(versions)
    .where(inArray(versions.datanetId, ids))
    .orderBy(asc(versions.number))
  const counts = await db
    .select({ datanetId: records.datanetId, verdict: records.verdict, records: count() })
    .from(records)
    .where(inArray(records.datanetId, ids))
    .groupBy(records.datanetId, records.verdict)
  return rows.map(({ datanetId, owner, slug, treasury, rateBps, curators, licence }) => {
    const of = (verdict: string) =>
      counts.find((row) => row.datanetId === datanetId && row.verdict === verdict)?.records ?? 0
    return {
      datanetId,
      owner,
      slug,
      treasury,
      rateBps,
      curators: datanetSchema.shape.curators.parse(curators),
      licence,
      versions: published
        .filter((version) => version.datanetId === datanetId)
        .map(({ root, number, count: size, dataHash, previousRoot }) => ({
          root,
          number,
          count: size,
          dataHash,
          previousRoot,
        })),
      records: { accepted: of('accept'), marked: of('mark'), refused: of('refuse'), pending: of('pending') },
    }
  })
}
