import type { Publication } from '@openledger/core/api/publishing.ts'
import type { Database } from '@openledger/db/database.ts'
import { publications } from '@openledger/db/schema/publications.ts'
import { eq } from 'drizzle-orm'

/** What a developer has the card of a training's model say. */
export async function publicationOf(db: Database, trainingId: string): Promise<Publication | undefined> {
  const [row] = await db.select().from(publications).where(eq(publications.trainingId, trainingId))
  return row && { licence: row.licence, evaluationId: row.evaluationId }
}
