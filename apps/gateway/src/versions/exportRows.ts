import { type ExportRow, exportRow } from '@openledger/data/export/exportRow.ts'
import type { Contents } from '@openledger/db/contents/createContents.ts'
import type { Database } from '@openledger/db/database.ts'
import { readVersion } from '@openledger/db/versions/readVersion.ts'
import type { VersionRow } from './findVersion.ts'

/** The rows of a version in its order, a page at a time, contents opened; one for each of its records that is here. */
export async function* exportRows(
  db: Database,
  contents: Contents,
  { root }: VersionRow,
): AsyncGenerator<readonly ExportRow[]> {
  for await (const rows of readVersion({ db, contents }, root))
    yield rows.map((row) => exportRow({ ...row, withdrawn: row.revoked }, row.content))
}
