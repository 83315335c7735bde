import type { ReviewAnswer, ReviewDecision, ReviewVerdict } from '@openledger/core/api/reviewAnswers.ts'
import {
  createReviewAppeal,
  createReviewDecision,
  listOwnReviews,
  listReviewCases,
} from '@openledger/core/api/reviewDecisions.ts'
import {
  deleteReviewPolicy,
  listReviewers,
  putReviewers,
  putReviewPolicy,
  type ReviewPolicy,
} from '@openledger/core/api/reviewPolicy.ts'
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
import {
  createReviewAnswers,
  createReviewTasks,
  createReviewTest,
  createReviewTestAnswers,
  listReviewTasks,
} from '@openledger/core/api/reviewTasks.ts'
import { type Caller, callRoute } from './callRoute.ts'

/** A golden question to be added. */
export type GoldenQuestion = {
  readonly content: Readonly<Record<string, unknown>>
  readonly answer: ReviewVerdict
  readonly note?: string | null
}

/** The routes of reviews as typed functions; each throws the gateway's own error. */
export function reviewRoutes(caller: Caller) {
  const at = (datanetId: string) => ({ params: { datanetId } })
  return {
    get: (datanetId: string) => callRoute(getReview, at(datanetId), caller),
    /** Fields that are left out take their defaults. */
    setPolicy: (datanetId: string, policy: Partial<ReviewPolicy>) =>
      callRoute(putReviewPolicy, { ...at(datanetId), body: policy }, caller),
    end: (datanetId: string) => callRoute(deleteReviewPolicy, at(datanetId), caller),
    listReviewers: (datanetId: string) => callRoute(listReviewers, at(datanetId), caller),
    setReviewers: (datanetId: string, accounts: readonly string[]) =>
      callRoute(putReviewers, { ...at(datanetId), body: { accounts } }, caller),
    /** The Datanets that are reviewed, with the account's standing in each. */
    listDatanets: () => callRoute(listReviewDatanets, {}, caller),
    standing: (datanetId: string) => callRoute(getReviewStanding, at(datanetId), caller),
    leaderboard: (datanetId: string) => callRoute(listReviewBoard, at(datanetId), caller),
    dashboard: (datanetId: string) => callRoute(getReviewDashboard, at(datanetId), caller),
    listTasks: (datanetId: string) => callRoute(listReviewTasks, at(datanetId), caller),
    /** Fills the account's tasks up to a number. */
    takeTasks: (datanetId: string, upTo: number) =>
      callRoute(createReviewTasks, { ...at(datanetId), body: { upTo } }, caller),
    answer: (datanetId: string, answers: readonly { readonly taskId: string; readonly answer: ReviewAnswer }[]) =>
      callRoute(createReviewAnswers, { ...at(datanetId), body: { answers } }, caller),
    beginTest: (datanetId: string) => callRoute(createReviewTest, at(datanetId), caller),
    endTest: (datanetId: string, testId: string, answers: readonly ReviewVerdict[]) =>
      callRoute(createReviewTestAnswers, { ...at(datanetId), body: { testId, answers } }, caller),
    listQuestions: (datanetId: string) => callRoute(listReviewQuestions, at(datanetId), caller),
    addQuestions: (datanetId: string, questions: readonly GoldenQuestion[]) =>
      callRoute(createReviewQuestions, { ...at(datanetId), body: { questions } }, caller),
    retireQuestion: (datanetId: string, questionId: string) =>
      callRoute(deleteReviewQuestion, { params: { datanetId, questionId } }, caller),
    /** What waits for a decision. */
    listCases: (datanetId: string) => callRoute(listReviewCases, at(datanetId), caller),
    decide: (datanetId: string, commitment: string, decision: ReviewDecision) =>
      callRoute(createReviewDecision, { ...at(datanetId), body: { commitment, decision } }, caller),
    /** The account's own records under review. */
    listOwn: (datanetId: string, query: { readonly limit?: number; readonly offset?: number } = {}) =>
      callRoute(listOwnReviews, { ...at(datanetId), query }, caller),
    appeal: (datanetId: string, commitment: string, words: string) =>
      callRoute(createReviewAppeal, { ...at(datanetId), body: { commitment, words } }, caller),
  }
}
