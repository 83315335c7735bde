import { and, eq, inArray, isNotNull } from 'drizzle-orm'
import { z } from 'zod'
import type { Hex } from '../columns.ts'
import type { Contents } from '../contents/createContents.ts'
import type { Database } from '../database.ts'
import { records } from '../schema/records.ts'
import { versionRecords } from '../schema/versionRecords.ts'

/** A document record's words. */
export type DocumentText = { readonly commitment: Hex; readonly title: string; readonly text: string }

const documentSchema = z.object({ title: z.string(), text: z.string() })

/** Title and text of every embedded document record of these versions, each record once, in no particular order. */
export async function documentTexts(
  db: Database,
  contents: Contents,
  versionRoots: readonly Hex[],
): Promise<readonly DocumentText[]> {
  const rows = await db
    .selectDistinctOn([records.commitment], {
      commitment: records.commitment,
      datanetId: records.datanetId,
      content: records.content,
    })
    .from(records)
    .innerJoin(versionRecords, eq(versionRecords.commitment, records.commitment))
    .where(
      and(inArray(versionRecords.root, [...versionRoots]), eq(records.kind, 'document'), isNotNull(records.embedding)),
    )
  return rows.map((row) => ({ commitment: row.commitment, ...documentSchema.parse(contents.open(row, row.content)) }))
}
