import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { reviewPolicySchema } from '@openledger/core/api/reviewPolicy.ts'
import { settleReview } from '@openledger/data/review/settleReview.ts'
import { openDatabase } from '@openledger/db/openDatabase.ts'
import { reviewEvents } from '@openledger/db/schema/reviewEvents.ts'
import { reviews } from '@openledger/db/schema/reviews.ts'
import { reviewTasks } from '@openledger/db/schema/reviewTasks.ts'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { freshDatabase } from '../../../packages/db/test/freshDatabase.ts'
import { readReviews } from '../src/reviews/readReviews.ts'
import { CURATOR, OWNER, openReviewWorld } from './reviewWorld.ts'

const CHILD = fileURLToPath(new URL('reviewKillChild.ts', import.meta.url))
const policy = { reviews: 3, testQuestions: 0, goldenShareBps: 0 }

/** Runs the child until it has done so many rounds, then kills it without a word. */
async function killAfter(url: string, datanetId: string, rounds: number): Promise<void> {
  const child = spawn(process.execPath, [CHILD, url, datanetId], { stdio: ['ignore', 'pipe', 'inherit'] })
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
  let done = 0
  child.stdout.on('data', (bytes: Buffer) => {
    done += bytes.length
    if (done >= rounds) child.kill('SIGKILL')
  })
  await closed
  expect(child.signalCode).toBe('SIGKILL')
}

test('killed in the middle again and again, every review is whole: tasks, counts, outcome and steps belong together', async () => {
  const url = await freshDatabase()
  const world = await openReviewWorld(url)
  const { datanetId, commitments } = await world.makeDatanet(120, policy)
  await world.close()
  for (const rounds of [1, 3, 6, 10]) await killAfter(url, datanetId, rounds)
  const { db, close } = await openDatabase({ url })
  const states = await readReviews(db, commitments)
  const rows = await db.select().from(reviews).where(eq(reviews.datanetId, datanetId))
  const events = await db.select().from(reviewEvents).where(eq(reviewEvents.datanetId, datanetId))
  expect(states).toHaveLength(120)
  const rules = { policy: reviewPolicySchema.parse(policy), people: { owner: OWNER, curators: [CURATOR] } }
  for (const state of states) {
    const row = rows.find(({ commitment }) => commitment === state.commitment)
    const steps = events.filter(({ commitment }) => commitment === state.commitment)
    const answered = state.tasks.filter(({ status }) => status === 'answered').length
    expect(row).toMatchObject({ live: state.tasks.length, answered, expired: 0 })
    expect(steps.filter(({ kind }) => kind === 'leased')).toHaveLength(state.tasks.length)
    expect(steps.filter(({ kind }) => kind === 'answered')).toHaveLength(answered)
    expect(steps.filter(({ kind }) => kind === 'opened')).toHaveLength(1)
    expect(new Set(state.tasks.map(({ reviewer }) => reviewer)).size).toBe(state.tasks.length)
    // With all its answers a review has its outcome, and the one that the answers give.
    expect(state.stage === 'open').toBe(answered < 3)
    const again = { ...state, stage: 'open' as const, desk: null, deskSince: null, agreementBps: null, outcome: null }
    const settled = settleReview(again, rules.policy, rules.people, state.outcome?.at ?? state.deskSince ?? 0)
    expect(settled).toEqual(state)
  }
  expect(await db.$count(reviewTasks, eq(reviewTasks.status, 'answered'))).toBeGreaterThan(20)
  await close()
})
