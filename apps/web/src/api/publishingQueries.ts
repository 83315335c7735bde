import { getModelCard } from '@openledger/core/api/modelCard.ts'
import { getPublication, getPublishingTerms } from '@openledger/core/api/publishing.ts'
import { getTrainingJob } from '@openledger/core/api/training.ts'
import { queryOptions } from '@tanstack/react-query'
import { ApiError } from './apiError.ts'
import { ask } from './ask.ts'

const CALM_MS = 30_000
const LIVE_MS = 4_000

const retry = (count: number, error: Error) =>
  !('status' in error && typeof error.status === 'number' && error.status >= 400 && error.status < 500) && count < 2

/** What the pages that publish and describe a model ask for. */
export const publishingQueries = {
  training: (id: string, key: string) =>
    queryOptions({
      queryKey: ['training of', id, key],
      queryFn: () => ask(getTrainingJob, { params: { id }, key }),
      refetchInterval: ({ state }) => (state.data?.result == null ? LIVE_MS : CALM_MS),
      retry,
    }),
  /** Of named versions, or of all that the account may use. */
  terms: (key: string, versions?: readonly string[]) =>
    queryOptions({
      queryKey: ['publishing terms', key, versions ?? null],
      queryFn: () => ask(getPublishingTerms, { query: { versions: versions?.join(',') }, key }),
      refetchInterval: CALM_MS,
      retry,
    }),
  /** Null while the developer has said nothing. */
  publication: (id: string, key: string) =>
    queryOptions({
      queryKey: ['publication', id, key],
      queryFn: () =>
        ask(getPublication, { params: { id }, key }).catch((error: unknown) => {
          if (error instanceof ApiError && error.code === 'PUBLICATION_NOT_FOUND') return null
          throw error
        }),
      retry,
    }),
  card: (name: string) =>
    queryOptions({
      queryKey: ['model card', name],
      queryFn: () => ask(getModelCard, { params: { id: name } }),
      refetchInterval: CALM_MS,
      retry,
    }),
}
