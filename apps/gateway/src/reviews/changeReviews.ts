import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { ReviewPolicy } from '@openledger/core/api/reviewPolicy.ts'
import type { ReviewPeople } from '@openledger/data/review/review.ts'
import type { Database } from '@openledger/db/database.ts'
import { sql } from 'drizzle-orm'
import type { GatewayServices } from '../gatewayServices.ts'
import { needPolicy } from './findPolicy.ts'
import { peopleOf } from './peopleOf.ts'

/** What reviews work with. */
export type ReviewServices = Pick<GatewayServices, 'db' | 'clock' | 'contents'>

/** What a change is decided from; all of it read under the lock. */
export type ReviewContext = {
  readonly db: Database
  readonly datanetId: Hash32
  readonly policy: ReviewPolicy
  readonly people: ReviewPeople
  /** Unix seconds. */
  readonly now: number
}

/** Makes the transactions that change a Datanet's reviews come one after the other. */
export async function lockReviews(transaction: Database, datanetId: Hash32): Promise<void> {
  await transaction.execute(sql`SELECT pg_advisory_xact_lock(hashtext(${`review:${datanetId}`}))`)
}

/**
 * Changes reviews of a Datanet in one transaction, under the Datanet's review lock: what `change` reads stands until it
 * has written, and it is written whole or not at all.
 *
 * @throws DATANET_NOT_FOUND, REVIEW_NOT_SET, what `change` throws
 */
export async function changeReviews<T>(
  { db, clock }: ReviewServices,
  datanetId: Hash32,
  change: (context: ReviewContext) => Promise<T>,
): Promise<T> {
  return db.transaction(async (transaction) => {
    await lockReviews(transaction, datanetId)
    const people = await peopleOf(transaction, datanetId)
    const policy = await needPolicy(transaction, datanetId)
    return change({ db: transaction, datanetId, policy, people, now: Math.floor(clock.now() / 1000) })
  })
}
