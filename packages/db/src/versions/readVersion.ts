import { and, asc, eq, gt } from 'drizzle-orm'
import type { Hex } from '../columns.ts'
import type { Contents } from '../contents/createContents.ts'
import type { Database } from '../database.ts'
import { records } from '../schema/records.ts'
import { versionRecords } from '../schema/versionRecords.ts'

/** A record of a version that is here; its content is null where it was never brought or is erased. */
export type VersionRecord = Pick<
  typeof records.$inferSelect,
  'commitment' | 'datanetId' | 'contributor' | 'kind' | 'revoked'
> & { readonly position: number; readonly content: unknown }

/** Records that are read at once: of the longest, some tens of megabytes. */
const PAGE = 500

/** The records of a version that are here, in its order, a page at a time, contents opened: in bounded memory. */
export async function* readVersion(
  { db, contents }: { readonly db: Database; readonly contents: Contents },
  root: Hex,
  pageSize: number = PAGE,
): AsyncGenerator<readonly VersionRecord[]> {
  const { commitment, datanetId, contributor, kind, revoked, content } = records
  for (let after = -1; ; ) {
    const rows = await db
      .select({
        position: versionRecords.position,
        ...{ commitment, datanetId, contributor, kind, revoked, content },
      })
      .from(versionRecords)
      .innerJoin(records, eq(records.commitment, versionRecords.commitment))
      .where(and(eq(versionRecords.root, root), gt(versionRecords.position, after)))
      .orderBy(asc(versionRecords.position))
      .limit(pageSize)
    const last = rows.at(-1)
    if (last === undefined) return
    yield rows.map((row) => ({ ...row, content: contents.open(row, row.content) }))
    after = last.position
  }
}
