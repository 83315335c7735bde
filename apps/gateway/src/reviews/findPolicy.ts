import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { type ReviewPolicy, reviewPolicySchema } from '@openledger/core/api/reviewPolicy.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { reviewErrors } from '@openledger/data/review/errors.ts'
import type { Database } from '@openledger/db/database.ts'
import { reviewPolicies } from '@openledger/db/schema/reviewPolicies.ts'
import { eq } from 'drizzle-orm'

/** How a Datanet's records are reviewed; undefined where the checks alone decide. */
export async function findPolicy(db: Database, datanetId: Hash32): Promise<ReviewPolicy | undefined> {
  const [row] = await db.select().from(reviewPolicies).where(eq(reviewPolicies.datanetId, datanetId))
  return row === undefined ? undefined : reviewPolicySchema.parse(row.policy)
}

/** The same of a Datanet that has to have one. @throws REVIEW_NOT_SET */
export async function needPolicy(db: Database, datanetId: Hash32): Promise<ReviewPolicy> {
  const policy = await findPolicy(db, datanetId)
  if (policy === undefined)
    throw new OpenLedgerError(reviewErrors.REVIEW_NOT_SET, `The records of ${datanetId} are not reviewed.`)
  return policy
}
