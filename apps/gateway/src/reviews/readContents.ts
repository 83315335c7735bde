import type { Address, Hash32 } from '@openledger/core/api/primitives.ts'
import { type RecordContent, recordContentSchema } from '@openledger/data/record/recordContent.ts'
import type { Contents } from '@openledger/db/contents/createContents.ts'
import type { Database } from '@openledger/db/database.ts'
import { records } from '@openledger/db/schema/records.ts'
import { and, eq, inArray, isNotNull } from 'drizzle-orm'
import { findDatanet } from '../contributions/findDatanet.ts'
import { logRead } from '../reading/logRead.ts'
import { visibilityOf } from '../reading/visibilityOf.ts'

/** Who reads records for a review, and as what. */
export type ReviewReader = {
  readonly datanetId: Hash32
  readonly account: Address
  readonly right: 'owner' | 'curator' | 'contributor' | 'reviewer'
}

/**
 * Contents of records of a Datanet by commitment: the one place where the review reads them, and where it is written down
 * who read. What is withdrawn is missing.
 */
export async function readContents(
  { db, contents }: { readonly db: Database; readonly contents: Contents },
  { datanetId, account, right }: ReviewReader,
  commitments: readonly Hash32[],
): Promise<Map<Hash32, RecordContent>> {
  if (commitments.length === 0) return new Map()
  const rows = await db
    .select({ commitment: records.commitment, datanetId: records.datanetId, content: records.content })
    .from(records)
    .where(
      and(
        eq(records.datanetId, datanetId),
        inArray(records.commitment, [...commitments]),
        eq(records.revoked, false),
        isNotNull(records.content),
      ),
    )
  const visibility = await visibilityOf(db, await findDatanet(db, datanetId))
  const handed = { datanetId, kind: 'review' as const, root: null, records: rows.length }
  const reading = { account, visibility, right: right === 'contributor' ? null : right, refusal: undefined }
  await logRead(db, reading, { ...handed, commitments: rows.map(({ commitment }) => commitment) })
  return new Map(rows.map((row) => [row.commitment, recordContentSchema.parse(contents.open(row, row.content))]))
}

/** A content as the API shows it. */
export function toApiContent(content: RecordContent) {
  return content.kind === 'qa' ? { ...content, prompts: [...content.prompts] } : content
}
