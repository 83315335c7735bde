import {
  createReviewAnswers,
  createReviewTasks,
  createReviewTest,
  createReviewTestAnswers,
  listReviewTasks,
} from '@openledger/core/api/reviewTasks.ts'
import { defineRows } from '../row.ts'
import type { AuthzWorld } from '../world.ts'

const review = ({ reviewed }: AuthzWorld, rest: string, body?: unknown) => ({
  path: `/v1/datanets/${reviewed.datanetId}/review${rest}`,
  ...(body === undefined ? {} : { body }),
})

export const rows = defineRows([
  {
    route: listReviewTasks,
    object: 'tasks of one’s own, which who was taken off the list reads no more',
    ask: (world) => review(world, '/tasks'),
    outcomes: { owner: 'allowed', curator: 'allowed', reviewer: 'allowed', anyone: 'REVIEW_NOT_LISTED' },
    sees: { reviewer: ['taskContent'] },
  },
  {
    route: createReviewTasks,
    object: 'a task, where the only record that is open lies before the reviewer',
    ask: (world) => review(world, '/tasks', { upTo: 1 }),
    outcomes: { owner: 'allowed', curator: 'allowed', reviewer: 'allowed', anyone: 'REVIEW_NOT_LISTED' },
    sees: { reviewer: ['taskContent'] },
  },
  {
    // Owner and curators need no test; who takes it all the same is not asked its questions again as tasks.
    route: createReviewTest,
    object: 'the test, which tells no answers',
    ask: (world) => review(world, '/test'),
    outcomes: { owner: 'allowed', curator: 'allowed', reviewer: 'REVIEW_TEST_CLOSED', anyone: 'REVIEW_NOT_LISTED' },
    sees: { owner: ['goldenContent'], curator: ['goldenContent'] },
  },
  {
    route: createReviewTestAnswers,
    object: 'the test that the reviewer passed',
    ask: (world) => review(world, '/test/answers', { testId: world.reviewed.testId, answers: ['refuse'] }),
    outcomes: { reviewer: 'allowed', anyone: 'REVIEW_TEST_CLOSED' },
  },
  {
    // The last of these rows: the reviewer has no task after it.
    route: createReviewAnswers,
    object: 'the reviewer’s task',
    ask: (world) => {
      const answer = { verdict: 'accept', reason: null, note: null }
      return review(world, '/answers', { answers: [{ taskId: world.reviewed.taskId, answer }] })
    },
    read: (text) => createReviewAnswers.response.parse(JSON.parse(text)).data[0]?.code ?? 'allowed',
    outcomes: {
      owner: 'REVIEW_TASK_NOT_FOUND',
      curator: 'REVIEW_TASK_NOT_FOUND',
      reviewer: 'allowed',
      anyone: 'REVIEW_NOT_LISTED',
    },
  },
])
