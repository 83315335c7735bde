import { listBases } from '@openledger/core/api/bases.ts'
import { estimateTraining } from '@openledger/core/api/estimates.ts'
import type { JobStatus } from '@openledger/core/api/jobs.ts'
import {
  type CreateTrainingJobRequest,
  getTrainingCurves,
  getTrainingJob,
  listTrainingJobs,
} from '@openledger/core/api/training.ts'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { ask } from './ask.ts'

/** How often trainings are asked about while they are looked at, ms. */
const LIVE_MS = 3_000
const CALM_MS = 30_000
/** Points of a curve: about one for each pixel of a wide screen. */
const POINTS = 1_200

const retry = (count: number, error: Error) =>
  'status' in error && typeof error.status === 'number' && error.status >= 400 && error.status < 500 ? false : count < 2

/** What the pages of the Factory ask the gateway for, with the session of who is signed in. */
export const factoryQueries = {
  bases: () => queryOptions({ queryKey: ['bases'], queryFn: () => ask(listBases), staleTime: CALM_MS, retry }),
  trainings: (key: string, query: { readonly status?: JobStatus | undefined; readonly after?: string | undefined }) =>
    queryOptions({
      queryKey: ['trainings', key, query],
      queryFn: () => ask(listTrainingJobs, { query: { limit: 20, ...query }, key }),
      refetchInterval: LIVE_MS,
      placeholderData: keepPreviousData,
      retry,
    }),
  training: (id: string, key: string) =>
    queryOptions({
      queryKey: ['training', id, key],
      queryFn: () => ask(getTrainingJob, { params: { id }, key }),
      refetchInterval: LIVE_MS,
      retry,
    }),
  /** Asked once: what comes later comes by events. */
  curves: (id: string, key: string) =>
    queryOptions({
      queryKey: ['curves', id, key],
      queryFn: () => ask(getTrainingCurves, { params: { id }, query: { points: POINTS }, key }),
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 0,
      refetchOnWindowFocus: false,
      retry,
    }),
  estimate: (request: CreateTrainingJobRequest, key: string) =>
    queryOptions({
      queryKey: ['estimate', request, key],
      queryFn: ({ signal }) => ask(estimateTraining, { body: request, key, signal }),
      placeholderData: keepPreviousData,
      // A grant that somebody waits for may come at any moment.
      refetchInterval: ({ state }) =>
        state.data?.versions.every(({ access }) => access === 'own' || access === 'granted') === true
          ? CALM_MS
          : LIVE_MS,
      retry,
    }),
}
