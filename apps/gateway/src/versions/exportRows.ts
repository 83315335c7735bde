import { type ExportRow, exportRow } from '@openledger/data/export/exportRow.ts'
import type { Contents } from '@openledger/db/contents/createContents.ts'
import type { Database } from '@openledger/db/database.ts'
import { records } from '@openledger/db/schema/records.ts'
import { versionRecords } from '@openledger/db/schema/versionRecords.ts'
import { and, asc, eq, gt } from 'drizzle-orm'
import type { VersionRow } from './findVersion.ts'

/** Records that are read from the database at once. */
const PAGE = 1_000

/** The rows of a version in its order, a page at a time, contents opened; one for each of its records that is here. */
export async function* exportRows(
  db: Database,
  contents: Contents,
  { root }: VersionRow,
): AsyncGenerator<readonly ExportRow[]> {
  for (let after = -1; ; ) {
    const rows = await db
      .select({
        position: versionRecords.position,
        commitment: records.commitment,
        datanetId: records.datanetId,
        contributor: records.contributor,
        kind: records.kind,
        withdrawn: records.revoked,
        content: records.content,
      })
      .from(versionRecords)
      .innerJoin(records, eq(records.commitment, versionRecords.commitment))
      .where(and(eq(versionRecords.root, root), gt(versionRecords.position, after)))
      .orderBy(asc(versionRecords.position))
      .limit(PAGE)
    const last = rows.at(-1)
    if (last === undefined) return
    yield rows.map((row) => exportRow(row, contents.open(row, row.content)))
    after = last.position
  }
}
