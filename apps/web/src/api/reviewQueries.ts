import { listOwnReviews, listReviewCases } from '@openledger/core/api/reviewDecisions.ts'
import { listReviewers } from '@openledger/core/api/reviewPolicy.ts'
import { listReviewQuestions } from '@openledger/core/api/reviewQuestions.ts'
import {
  getReview,
  getReviewDashboard,
  getReviewStanding,
  listReviewBoard,
  listReviewDatanets,
} from '@openledger/core/api/reviews.ts'
import { listReviewTasks } from '@openledger/core/api/reviewTasks.ts'
import { queryOptions } from '@tanstack/react-query'
import { ask } from './ask.ts'

const LIVE_MS = 8_000
const retry = (count: number, error: Error) =>
  !('status' in error && typeof error.status === 'number' && error.status >= 400 && error.status < 500) && count < 2

/** What the pages of reviews ask the gateway for. What is somebody's own has the token in its key. */
export const reviewQueries = {
  summary: (datanetId: string) =>
    queryOptions({
      queryKey: ['review', datanetId],
      queryFn: () => ask(getReview, { params: { datanetId } }),
      refetchInterval: LIVE_MS,
      retry,
    }),
  board: (datanetId: string) =>
    queryOptions({
      queryKey: ['review board', datanetId],
      queryFn: () => ask(listReviewBoard, { params: { datanetId } }),
      retry,
    }),
  datanets: (key: string) =>
    queryOptions({
      queryKey: ['reviews', key],
      queryFn: () => ask(listReviewDatanets, { key }),
      refetchInterval: LIVE_MS,
      retry,
    }),
  standing: (datanetId: string, key: string) =>
    queryOptions({
      queryKey: ['review standing', datanetId, key],
      queryFn: () => ask(getReviewStanding, { params: { datanetId }, key }),
      refetchInterval: LIVE_MS,
      retry,
    }),
  tasks: (datanetId: string, key: string) =>
    queryOptions({
      queryKey: ['review tasks', datanetId, key],
      queryFn: () => ask(listReviewTasks, { params: { datanetId }, key }),
      refetchInterval: LIVE_MS,
      retry,
    }),
  own: (datanetId: string, key: string, limit: number) =>
    queryOptions({
      queryKey: ['review own', datanetId, key, limit],
      queryFn: () => ask(listOwnReviews, { params: { datanetId }, query: { limit }, key }),
      refetchInterval: LIVE_MS,
      retry,
    }),
  dashboard: (datanetId: string, key: string) =>
    queryOptions({
      queryKey: ['review dashboard', datanetId, key],
      queryFn: () => ask(getReviewDashboard, { params: { datanetId }, key }),
      refetchInterval: LIVE_MS,
      retry,
    }),
  cases: (datanetId: string, key: string) =>
    queryOptions({
      queryKey: ['review cases', datanetId, key],
      queryFn: () => ask(listReviewCases, { params: { datanetId }, key }),
      refetchInterval: LIVE_MS,
      retry,
    }),
  questions: (datanetId: string, key: string) =>
    queryOptions({
      queryKey: ['review questions', datanetId, key],
      queryFn: () => ask(listReviewQuestions, { params: { datanetId }, key }),
      retry,
    }),
  reviewers: (datanetId: string, key: string) =>
    queryOptions({
      queryKey: ['reviewers', datanetId, key],
      queryFn: () => ask(listReviewers, { params: { datanetId }, key }),
      retry,
    }),
}
