import {
  type answerFilterSchema,
  getEvaluation,
  getEvaluationRegression,
  listEvaluationAnswers,
  listEvaluationPairs,
  listEvaluations,
  listJudging,
} from '@openledger/core/api/evaluations.ts'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { ask } from './ask.ts'

/** How often a running evaluation is asked again, and one that rests, ms. */
const LIVE_MS = 1_500
const CALM_MS = 30_000

const retry = (count: number, error: Error) =>
  !('status' in error && typeof error.status === 'number' && error.status >= 400 && error.status < 500) && count < 2

const runs = (status: string | undefined) => status === 'queued' || status === 'running'

/** What the pages of evaluations ask for: the developer’s own, and pairs that others asked one to judge. */
export const evaluationQueries = {
  list: (trainingId: string, key: string) =>
    queryOptions({
      queryKey: ['evaluations', trainingId, key],
      queryFn: () => ask(listEvaluations, { query: { job: trainingId }, key }),
      refetchInterval: ({ state }) => (state.data?.data.some(({ status }) => runs(status)) ? LIVE_MS : CALM_MS),
      retry,
    }),
  /** Of all trainings under a name: what an evaluation is compared with. */
  ofName: (name: string, key: string) =>
    queryOptions({
      queryKey: ['evaluations of', name, key],
      queryFn: () => ask(listEvaluations, { query: { name, limit: 100 }, key }),
      refetchInterval: CALM_MS,
      retry,
    }),
  one: (id: string, key: string) =>
    queryOptions({
      queryKey: ['evaluation', id, key],
      queryFn: () => ask(getEvaluation, { params: { id }, key }),
      refetchInterval: ({ state }) => (state.data === undefined || runs(state.data.status) ? LIVE_MS : CALM_MS),
      retry,
    }),
  answers: (id: string, key: string, only: z.infer<typeof answerFilterSchema>, limit: number) =>
    queryOptions({
      queryKey: ['evaluation answers', id, key, only, limit],
      queryFn: () => ask(listEvaluationAnswers, { params: { id }, query: { only, limit }, key }),
      placeholderData: keepPreviousData,
      retry,
    }),
  regression: (id: string, against: string, key: string) =>
    queryOptions({
      queryKey: ['evaluation regression', id, against, key],
      queryFn: () => ask(getEvaluationRegression, { params: { id }, query: { against }, key }),
      retry,
    }),
  /** What the account was asked to judge by others. */
  judging: (key: string) =>
    queryOptions({
      queryKey: ['judging', key],
      queryFn: () => ask(listJudging, { key }),
      refetchInterval: CALM_MS,
      retry,
    }),
  pairs: (id: string, key: string) =>
    queryOptions({
      queryKey: ['evaluation pairs', id, key],
      queryFn: () => ask(listEvaluationPairs, { params: { id }, query: { limit: 10 }, key }),
      retry,
    }),
}
