import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { addressSchema } from '@openledger/core/api/primitives.ts'
import { reviewReasonSchema } from '@openledger/core/api/reviewAnswers.ts'
import type { Review, ReviewTask } from '@openledger/data/review/review.ts'
import type { Database } from '@openledger/db/database.ts'
import { reviews } from '@openledger/db/schema/reviews.ts'
import { reviewTasks } from '@openledger/db/schema/reviewTasks.ts'
import { asc, inArray } from 'drizzle-orm'
import { z } from 'zod'

const reasonSchema = reviewReasonSchema.nullable()
const decidersSchema = z.array(addressSchema)

/** Unix seconds of a time. */
export const seconds = (at: Date): number => Math.floor(at.getTime() / 1000)
/** The time at Unix seconds. */
export const timeAt = (at: number): Date => new Date(at * 1000)
const secondsOrNull = (at: Date | null) => (at === null ? null : seconds(at))

/** Reviews of records with their tasks, in the order that these were given. */
export async function readReviews(db: Database, commitments: readonly Hash32[]): Promise<Review[]> {
  if (commitments.length === 0) return []
  const rows = await db
    .select()
    .from(reviews)
    .where(inArray(reviews.commitment, [...commitments]))
    .orderBy(asc(reviews.openedAt), asc(reviews.commitment))
  const turns = await db
    .select()
    .from(reviewTasks)
    .where(inArray(reviewTasks.commitment, [...commitments]))
    .orderBy(asc(reviewTasks.leasedAt), asc(reviewTasks.taskId))
  const tasks = Map.groupBy(turns, ({ commitment }) => commitment)
  return rows.map((row) => ({
    commitment: row.commitment,
    contributor: row.contributor,
    stage: row.stage,
    openedAt: seconds(row.openedAt),
    desk: row.desk,
    deskSince: secondsOrNull(row.deskSince),
    agreementBps: row.agreementBps,
    outcome: outcomeOf(row),
    appeal: row.appealedAt === null ? null : { at: seconds(row.appealedAt), words: row.appeal ?? '' },
    deciders: decidersSchema.parse(row.deciders),
    tasks: (tasks.get(row.commitment) ?? []).map(toTask),
  }))
}

function outcomeOf(row: typeof reviews.$inferSelect): Review['outcome'] {
  if (row.verdict === null || row.decidedBy === null || row.decidedAt === null) return null
  const { verdict, decidedBy: by, decider: account, note } = row
  return { verdict, by, account, reason: reasonSchema.parse(row.reason), note, at: seconds(row.decidedAt) }
}

/** A row as the review's rules know it; of a golden question's task too. */
export function toTask(row: typeof reviewTasks.$inferSelect): ReviewTask {
  const { taskId, reviewer, status, verdict, note } = row
  const answer = verdict === null ? null : { verdict, reason: reasonSchema.parse(row.reason), note }
  return { taskId, reviewer, status, dueAt: seconds(row.dueAt), answer, answeredAt: secondsOrNull(row.answeredAt) }
}
