import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { type RecordContent, recordContentSchema } from '@openledger/data/record/recordContent.ts'
import type { Database } from '@openledger/db/database.ts'
import { records } from '@openledger/db/schema/records.ts'
import { and, eq, inArray, isNotNull } from 'drizzle-orm'

/** Contents of records by commitment, those that were taken back left out: the one place where the review reads them. */
export async function readContents(db: Database, commitments: readonly Hash32[]): Promise<Map<Hash32, RecordContent>> {
  if (commitments.length === 0) return new Map()
  const rows = await db
    .select({ commitment: records.commitment, content: records.content })
    .from(records)
    .where(and(inArray(records.commitment, [...commitments]), eq(records.revoked, false), isNotNull(records.content)))
  return new Map(rows.map(({ commitment, content }) => [commitment, recordContentSchema.parse(content)]))
}

/** A content as the API shows it. */
export function toApiContent(content: RecordContent) {
  return content.kind === 'qa' ? { ...content, prompts: [...content.prompts] } : content
}
