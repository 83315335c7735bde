import type { CardVersion } from '@openledger/core/api/modelCard.ts'
import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { Database } from '@openledger/db/database.ts'
import { datanets } from '@openledger/db/schema/datanets.ts'
import { records } from '@openledger/db/schema/records.ts'
import { versionRecords } from '@openledger/db/schema/versionRecords.ts'
import { versions } from '@openledger/db/schema/versions.ts'
import { countDistinct, eq, inArray } from 'drizzle-orm'

/** The versions that a model stands on, and how many accounts' records they hold, each counted once. */
export async function cardVersions(
  db: Database,
  training: readonly Hash32[],
  retrieval: readonly Hash32[],
): Promise<{ readonly versions: CardVersion[]; readonly contributors: number }> {
  const roots = [...new Set([...training, ...retrieval])]
  if (roots.length === 0) return { versions: [], contributors: 0 }
  const known = await db
    .select({
      root: versions.root,
      number: versions.number,
      count: versions.count,
      datanetId: versions.datanetId,
      slug: datanets.slug,
      licence: datanets.licence,
    })
    .from(versions)
    .innerJoin(datanets, eq(datanets.datanetId, versions.datanetId))
    .where(inArray(versions.root, roots))
  const people = await db
    .select({ root: versionRecords.root, contributors: countDistinct(records.contributor) })
    .from(versionRecords)
    .innerJoin(records, eq(records.commitment, versionRecords.commitment))
    .where(inArray(versionRecords.root, roots))
    .groupBy(versionRecords.root)
  const [all] = await db
    .select({ contributors: countDistinct(records.contributor) })
    .from(versionRecords)
    .innerJoin(records, eq(records.commitment, versionRecords.commitment))
    .where(inArray(versionRecords.root, roots))
  const toCard =
    (use: CardVersion['use']) =>
    (root: Hash32): CardVersion => {
      const version = known.find((one) => one.root === root)
      return {
        use,
        root,
        datanetId: version?.datanetId ?? null,
        slug: version?.slug ?? null,
        number: version?.number ?? null,
        records: version?.count ?? null,
        contributors: people.find((one) => one.root === root)?.contributors ?? null,
        licence: version?.licence ?? null,
      }
    }
  return {
    versions: [...training.map(toCard('training')), ...retrieval.map(toCard('retrieval'))],
    contributors: all?.contributors ?? 0,
  }
}
