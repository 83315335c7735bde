import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { Database } from '@openledger/db/database.ts'
import { contentReads } from '@openledger/db/schema/contentReads.ts'
import type { ReadingOf } from './readingOf.ts'

/** What is about to be handed out. */
export type Handed = {
  readonly datanetId: Hash32
  readonly kind: (typeof contentReads.$inferInsert)['kind']
  readonly root: Hash32 | null
  readonly records: number
  /** Null: all of the version. */
  readonly commitments: readonly Hash32[] | null
}

/**
 * Writes down a reading of private contents, before they leave: what could not be written down is not handed out. Public
 * contents are not logged, nor a reading that found nothing.
 */
export async function logRead(db: Database, reading: ReadingOf, handed: Handed): Promise<void> {
  const { account, visibility } = reading
  if (visibility === 'public' || handed.records === 0) return
  if (account === undefined) throw new Error('private contents were about to go to nobody')
  const right = reading.right === null || reading.right === 'public' ? 'contributor' : reading.right
  await db.insert(contentReads).values({ ...handed, reader: account, right })
}
