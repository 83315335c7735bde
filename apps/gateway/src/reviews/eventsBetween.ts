import type { Address } from '@openledger/core/api/primitives.ts'
import type { Review } from '@openledger/data/review/review.ts'
import type { reviewEvents } from '@openledger/db/schema/reviewEvents.ts'

type Kind = (typeof reviewEvents.$inferSelect)['kind']
/** One step of a review as its log has it. */
export type ReviewEvent = { readonly kind: Kind; readonly account: Address | null; readonly what: string | null }

/** The steps that lead from one state of a review to another, in their order. */
export function eventsBetween(before: Review, after: Review): ReviewEvent[] {
  const events: ReviewEvent[] = []
  for (const task of after.tasks) {
    const old = before.tasks.find(({ taskId }) => taskId === task.taskId)
    if (old?.status === task.status) continue
    const { reviewer: account, status } = task
    if (old === undefined) events.push({ kind: 'leased', account, what: null })
    if (status === 'answered') events.push({ kind: 'answered', account, what: task.answer?.verdict ?? null })
    if (status === 'expired') events.push({ kind: 'expired', account, what: null })
  }
  if (before.appeal === null && after.appeal !== null)
    events.push({ kind: 'appealed', account: after.contributor, what: null })
  if (after.desk !== null && after.desk !== before.desk)
    events.push({ kind: 'escalated', account: null, what: after.desk })
  const { outcome } = after
  if (outcome !== null && outcome !== before.outcome)
    events.push({ kind: 'decided', account: outcome.account, what: `${outcome.verdict} ${outcome.by}` })
  if (after.stage === 'final' && before.stage === 'appealed' && outcome === before.outcome)
    events.push({ kind: 'closed', account: null, what: outcome?.verdict ?? null })
  return events
}
