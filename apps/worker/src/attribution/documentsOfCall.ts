import type { CitableDocument } from '@openledger/attribution/citations/measureCitations.ts'
import { recordContentSchema } from '@openledger/data/record/recordContent.ts'
import { records } from '@openledger/db/schema/records.ts'
import { inArray } from 'drizzle-orm'
import type { WorkerDeps } from '../workerDeps.ts'
import type { PendingCall } from './pendingCalls.ts'

/** The retrieved records of a call with their text, numbered as the model saw them. */
export async function documentsOfCall(
  { db, contents }: Pick<WorkerDeps, 'db' | 'contents'>,
  { retrieved }: Pick<PendingCall, 'retrieved'>,
): Promise<CitableDocument[]> {
  const commitments = retrieved.map(({ commitment }) => commitment)
  const rows = await db
    .select({ commitment: records.commitment, datanetId: records.datanetId, content: records.content })
    .from(records)
    .where(inArray(records.commitment, commitments))
  const known = new Map(
    rows.map((row) => [row.commitment, recordContentSchema.safeParse(contents.open(row, row.content)).data]),
  )
  return retrieved.flatMap(({ commitment, title, url }, place) => {
    const content = known.get(commitment)
    return content?.kind === 'document' ? [{ commitment, number: place + 1, title, url, text: content.text }] : []
  })
}
