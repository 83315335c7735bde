import type { ReviewPolicy } from '@openledger/core/api/reviewPolicy.ts'
import type { Review, ReviewPeople } from './review.ts'
import { sendToDesk, settleReview } from './settleReview.ts'

/**
 * What time alone does to a review: turns run out; a record that lost too many of them, or waited too long, goes to
 * the curators; from them to the owner; and when the owner too lets the time pass, it is refused (which can be
 * appealed), or an appeal leaves the outcome as it is. So every review ends. Again at the same time changes nothing.
 *
 * @param now Unix seconds
 */
export function sweepReview(review: Review, policy: ReviewPolicy, people: ReviewPeople, now: number): Review {
  return sweepDesk(sweepTasks(review, policy, people, now), policy, now)
}

function sweepTasks(review: Review, policy: ReviewPolicy, people: ReviewPeople, now: number): Review {
  if (review.stage !== 'open') return review
  const isLate = (task: Review['tasks'][number]) => task.status === 'leased' && now >= task.dueAt
  const tasks = review.tasks.some(isLate)
    ? review.tasks.map((task) => (isLate(task) ? { ...task, status: 'expired' as const } : task))
    : review.tasks
  const swept = settleReview(tasks === review.tasks ? review : { ...review, tasks }, policy, people, now)
  if (swept.stage !== 'open' || tasks.some(({ status }) => status === 'leased')) return swept
  const expired = tasks.filter(({ status }) => status === 'expired').length
  const isOver = expired >= policy.expiriesMax || now >= review.openedAt + policy.waitSeconds
  return isOver ? sendToDesk({ ...swept, stage: 'adjudication' }, people, now) : swept
}

function sweepDesk(review: Review, policy: ReviewPolicy, now: number): Review {
  const { stage, desk, deskSince } = review
  if ((stage !== 'adjudication' && stage !== 'appealed') || deskSince === null) return review
  const end = deskSince + policy.decideSeconds
  if (now < end) return review
  if (desk === 'curators') return sweepDesk({ ...review, desk: 'owner', deskSince: end }, policy, now)
  const closed = { ...review, desk: null, deskSince: null }
  if (stage === 'appealed') return { ...closed, stage: 'final' }
  const outcome = { verdict: 'refuse', by: 'deadline', account: null, reason: 'other', note: null, at: now } as const
  return { ...closed, stage: 'settled', outcome }
}
