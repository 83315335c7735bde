import {
  createReviewAppeal,
  createReviewDecision,
  listOwnReviews,
  listReviewCases,
} from '@openledger/core/api/reviewDecisions.ts'
import { deleteReviewPolicy, listReviewers, putReviewers, putReviewPolicy } from '@openledger/core/api/reviewPolicy.ts'
import {
  createReviewQuestions,
  deleteReviewQuestion,
  listReviewQuestions,
} from '@openledger/core/api/reviewQuestions.ts'
import {
  getReview,
  getReviewDashboard,
  getReviewStanding,
  listReviewBoard,
  listReviewDatanets,
} from '@openledger/core/api/reviews.ts'
import { goldenQuestion, policy } from '../reviewedDatanet.ts'
import { defineRows } from '../row.ts'
import type { AuthzWorld } from '../world.ts'

const review = ({ reviewed }: AuthzWorld, rest: string, body?: unknown) => ({
  path: `/v1/datanets/${reviewed.datanetId}/review${rest}`,
  ...(body === undefined ? {} : { body }),
})
const ownersOnly = { owner: 'allowed', anyone: 'REVIEW_FORBIDDEN' } as const

export const rows = defineRows([
  {
    route: getReview,
    object: 'the reviewed Datanet',
    ask: (world) => review(world, ''),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: listReviewBoard,
    object: 'the reviewed Datanet',
    ask: (world) => review(world, '/leaderboard'),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: listReviewDatanets,
    object: 'one’s own standing everywhere',
    ask: () => ({ path: '/v1/reviews' }),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: getReviewStanding,
    object: 'one’s own standing',
    ask: (world) => review(world, '/standing'),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: getReviewDashboard,
    object: 'the reviewed Datanet, with its reviewers',
    ask: (world) => review(world, '/dashboard'),
    outcomes: { owner: 'allowed', curator: 'allowed', anyone: 'REVIEW_FORBIDDEN' },
    sees: { owner: ['reviewer'], curator: ['reviewer'] },
  },
  {
    route: listReviewCases,
    object: 'appeals of the contributor and of the curator, who does not see the curator’s',
    ask: (world) => review(world, '/queue'),
    outcomes: { owner: 'allowed', curator: 'allowed', anyone: 'REVIEW_FORBIDDEN' },
    sees: {
      owner: ['refusedContent', 'curatorContent', 'reviewNote', 'appealWords'],
      curator: ['refusedContent', 'reviewNote', 'appealWords'],
    },
  },
  {
    route: listOwnReviews,
    object: 'reviews of one’s own records, without who gave them',
    ask: (world) => review(world, '/records'),
    outcomes: { anyone: 'allowed' },
    sees: {
      contributor: ['refusedContent', 'taskContent', 'formerContent', 'reviewNote', 'appealWords'],
      curator: ['curatorContent', 'reviewNote'],
    },
  },
  {
    route: createReviewDecision,
    object: 'the contributor’s record that is still being reviewed',
    ask: (world) => {
      const decision = { verdict: 'accept', reason: null, note: 'It is right.' }
      return review(world, '/decisions', { commitment: world.reviewed.leased, decision })
    },
    outcomes: {
      owner: 'REVIEW_NOTHING_TO_DECIDE',
      curator: 'REVIEW_NOTHING_TO_DECIDE',
      anyone: 'REVIEW_FORBIDDEN',
    },
  },
  {
    route: createReviewAppeal,
    object: 'the contributor’s record that was appealed for before',
    ask: (world) => review(world, '/appeals', { commitment: world.reviewed.refused, words: 'Look again.' }),
    outcomes: { contributor: 'REVIEW_APPEAL_IMPOSSIBLE', anyone: 'REVIEW_FORBIDDEN' },
  },
  {
    route: listReviewQuestions,
    object: 'golden questions with their answers, which curators review by themselves',
    ask: (world) => review(world, '/questions'),
    outcomes: ownersOnly,
    sees: { owner: ['goldenContent', 'goldenNote'] },
  },
  {
    route: createReviewQuestions,
    object: 'the golden question that is there',
    ask: (world) => {
      const { goldenContent, goldenNote } = world.markers
      return review(world, '/questions', { questions: [goldenQuestion(goldenContent, goldenNote)] })
    },
    outcomes: ownersOnly,
  },
  {
    route: deleteReviewQuestion,
    object: 'a golden question that is not there',
    ask: (world) => review(world, `/questions/${crypto.randomUUID()}`),
    outcomes: { owner: 'REVIEW_QUESTION_NOT_FOUND', anyone: 'REVIEW_FORBIDDEN' },
  },
  {
    route: listReviewers,
    object: 'who may review',
    ask: (world) => review(world, '/reviewers'),
    outcomes: ownersOnly,
    sees: { owner: ['reviewer'] },
  },
  {
    route: putReviewers,
    object: 'who may review, as it is',
    ask: (world) => review(world, '/reviewers', { accounts: [world.address('reviewer')] }),
    outcomes: ownersOnly,
    sees: { owner: ['reviewer'] },
  },
  {
    route: putReviewPolicy,
    object: 'the policy, as it is',
    ask: (world) => review(world, '/policy', policy),
    outcomes: ownersOnly,
  },
  {
    route: deleteReviewPolicy,
    object: 'the policy of the private Datanet, which has none',
    ask: ({ datanetId }) => ({ path: `/v1/datanets/${datanetId}/review/policy` }),
    outcomes: ownersOnly,
  },
])
