import type { Address } from '@openledger/core/api/primitives.ts'
import type { Database } from '@openledger/db/database.ts'
import { evaluationJudges } from '@openledger/db/schema/evaluationJudges.ts'
import { trainingJobs } from '@openledger/db/schema/trainingJobs.ts'
import { and, asc, eq, notInArray } from 'drizzle-orm'

/** Whom an evaluation's developer has asked to judge, in the order of their addresses. */
export async function readJudges(db: Database, evaluationId: string): Promise<Address[]> {
  const rows = await db
    .select({ judge: evaluationJudges.judge })
    .from(evaluationJudges)
    .where(eq(evaluationJudges.jobId, evaluationId))
    .orderBy(asc(evaluationJudges.judge))
  return rows.map(({ judge }) => judge)
}

/** Whether an account was asked. */
export async function isJudge(db: Database, evaluationId: string, judge: Address): Promise<boolean> {
  return (
    (await db.$count(
      evaluationJudges,
      and(eq(evaluationJudges.jobId, evaluationId), eq(evaluationJudges.judge, judge)),
    )) > 0
  )
}

/**
 * Asks these people and nobody else any more; what somebody said before stays. Two lists that come at once follow one on
 * the other: the later one holds.
 */
export async function setJudges(db: Database, evaluationId: string, judges: readonly Address[]): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.select().from(trainingJobs).where(eq(trainingJobs.jobId, evaluationId)).for('update')
    const gone = judges.length === 0 ? undefined : notInArray(evaluationJudges.judge, [...judges])
    await tx.delete(evaluationJudges).where(and(eq(evaluationJudges.jobId, evaluationId), gone))
    if (judges.length === 0) return
    await tx
      .insert(evaluationJudges)
      .values(judges.map((judge) => ({ jobId: evaluationId, judge })))
      .onConflictDoNothing()
  })
}
