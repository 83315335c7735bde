import { createReviewAppeal, createReviewDecision } from '@openledger/core/api/reviewDecisions.ts'
import { deleteReviewQuestion } from '@openledger/core/api/reviewQuestions.ts'
import { createReviewAnswers, createReviewTestAnswers } from '@openledger/core/api/reviewTasks.ts'
import { exportVersion } from '@openledger/core/api/versions.ts'
import { defineRows } from '../row.ts'
import type { AuthzWorld } from '../world.ts'

// Things of the owner's Datanets under the id of the stranger's: who owns a Datanet decides in that one alone.
const review = ({ foreignId }: AuthzWorld, rest: string, body?: unknown) => ({
  path: `/v1/datanets/${foreignId}/review${rest}`,
  ...(body === undefined ? {} : { body }),
})

export const rows = defineRows([
  {
    route: deleteReviewQuestion,
    object: 'the owner’s golden question under the stranger’s Datanet',
    ask: (world) => review(world, `/questions/${world.reviewed.questionId}`),
    outcomes: { stranger: 'REVIEW_QUESTION_NOT_FOUND', anyone: 'REVIEW_FORBIDDEN' },
  },
  {
    route: createReviewDecision,
    object: 'the contributor’s appeal under the stranger’s Datanet',
    ask: (world) => {
      const decision = { verdict: 'accept', reason: null, note: 'It is right.' }
      return review(world, '/decisions', { commitment: world.reviewed.refused, decision })
    },
    outcomes: { stranger: 'REVIEW_RECORD_NOT_FOUND', anyone: 'REVIEW_FORBIDDEN' },
  },
  {
    route: createReviewAppeal,
    object: 'the contributor’s record under the stranger’s Datanet',
    ask: (world) => review(world, '/appeals', { commitment: world.reviewed.refused, words: 'Look again.' }),
    outcomes: { anyone: 'REVIEW_RECORD_NOT_FOUND' },
  },
  {
    route: createReviewAnswers,
    object: 'the reviewer’s task under the stranger’s Datanet',
    ask: (world) => {
      const answer = { verdict: 'accept', reason: null, note: null }
      return review(world, '/answers', { answers: [{ taskId: world.reviewed.taskId, answer }] })
    },
    read: (text) => createReviewAnswers.response.parse(JSON.parse(text)).data[0]?.code ?? 'allowed',
    outcomes: { anyone: 'REVIEW_TASK_NOT_FOUND' },
  },
  {
    route: createReviewTestAnswers,
    object: 'the reviewer’s test under the stranger’s Datanet',
    ask: (world) => review(world, '/test/answers', { testId: world.reviewed.testId, answers: ['refuse'] }),
    outcomes: { anyone: 'REVIEW_TEST_CLOSED' },
  },
  {
    route: exportVersion,
    object: 'the private Datanet’s version under the stranger’s Datanet',
    ask: ({ foreignId }) => ({ path: `/v1/datanets/${foreignId}/versions/1/export?format=jsonl` }),
    outcomes: { anyone: 'VERSION_NOT_FOUND' },
  },
])
