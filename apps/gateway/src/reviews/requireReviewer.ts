import type { Address } from '@openledger/core/api/primitives.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { reviewErrors } from '@openledger/data/review/errors.ts'
import { reviewers } from '@openledger/db/schema/reviewers.ts'
import { reviewTests } from '@openledger/db/schema/reviewTests.ts'
import { and, eq } from 'drizzle-orm'
import type { ReviewContext } from './changeReviews.ts'

type Asked = Pick<ReviewContext, 'db' | 'datanetId' | 'policy' | 'people'>

/** Whether an account may review without a test: owner and curators, who made it or know it. */
export function isTrusted({ people }: Pick<Asked, 'people'>, account: Address): boolean {
  return account === people.owner || people.curators.includes(account)
}

/** Lets an account pass that may take the test. @throws REVIEW_FORBIDDEN, REVIEW_NOT_LISTED */
export async function requireCandidate({ db, datanetId, policy, people }: Asked, account: Address): Promise<void> {
  if (isTrusted({ people }, account) || policy.mode === 'open') return
  if (policy.mode === 'curators')
    throw new OpenLedgerError(reviewErrors.REVIEW_FORBIDDEN, 'Only the curators and the owner review this Datanet.')
  const listed = await db.$count(reviewers, and(eq(reviewers.datanetId, datanetId), eq(reviewers.account, account)))
  if (listed === 0)
    throw new OpenLedgerError(reviewErrors.REVIEW_NOT_LISTED, `${account} is not on this Datanet’s list of reviewers.`)
}

/** Lets an account pass that may review. @throws as {@link requireCandidate}, REVIEW_TEST_NEEDED */
export async function requireReviewer(asked: Asked, account: Address): Promise<void> {
  await requireCandidate(asked, account)
  const { db, datanetId, policy } = asked
  if (policy.testQuestions === 0 || isTrusted(asked, account)) return
  const passed = await db.$count(
    reviewTests,
    and(eq(reviewTests.datanetId, datanetId), eq(reviewTests.account, account), eq(reviewTests.status, 'passed')),
  )
  if (passed === 0)
    throw new OpenLedgerError(reviewErrors.REVIEW_TEST_NEEDED, `${account} has not passed this Datanet’s test.`)
}

/** Code of why an account may not review; null: it may. */
export async function reviewerRefusal(asked: Asked, account: Address): Promise<string | null> {
  try {
    await requireReviewer(asked, account)
    return null
  } catch (error) {
    if (error instanceof OpenLedgerError) return error.code
    throw error
  }
}
