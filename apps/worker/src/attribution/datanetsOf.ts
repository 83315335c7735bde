import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import type { Database } from '@openledger/db/database.ts'
import { versions } from '@openledger/db/schema/versions.ts'
import { inArray } from 'drizzle-orm'

/** The Datanets of versions, by version root. */
export async function datanetsOf(db: Database, versionRoots: readonly Hex32[]): Promise<Map<Hex32, Hex32>> {
  if (versionRoots.length === 0) return new Map()
  const rows = await db
    .select({ root: versions.root, datanetId: versions.datanetId })
    .from(versions)
    .where(inArray(versions.root, [...new Set(versionRoots)]))
  return new Map(rows.map(({ root, datanetId }) => [root, datanetId]))
}
