import type { CitableDocument } from '@openledger/attribution/citations/measureCitations.ts'
import { recordContentSchema } from '@openledger/data/record/recordContent.ts'
import type { Database } from '@openledger/db/database.ts'
import { records } from '@openledger/db/schema/records.ts'
import { inArray } from 'drizzle-orm'
import type { PendingCall } from './pendingCalls.ts'

/** The retrieved records of a call with their text, numbered as the model saw them. */
export async function documentsOfCall(
  db: Database,
  { retrieved }: Pick<PendingCall, 'retrieved'>,
): Promise<CitableDocument[]> {
  const commitments = retrieved.map(({ commitment }) => commitment)
  const rows = await db
    .select({ commitment: records.commitment, content: records.content })
    .from(records)
    .where(inArray(records.commitment, commitments))
  const contents = new Map(rows.map((row) => [row.commitment, recordContentSchema.safeParse(row.content).data]))
  return retrieved.flatMap(({ commitment, title, url }, place) => {
    const content = contents.get(commitment)
    return content?.kind === 'document' ? [{ commitment, number: place + 1, title, url, text: content.text }] : []
  })
}
