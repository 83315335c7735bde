import { getCheckSettings, getFindings } from '@openledger/core/api/checks.ts'
import { getContribution, listContributions } from '@openledger/core/api/contributions.ts'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { ask } from './ask.ts'

const CALM_MS = 30_000
/** While records are checked anew, ms. */
const LIVE_MS = 1_000
const retry = (count: number, error: Error) =>
  !('status' in error && typeof error.status === 'number' && error.status >= 400 && error.status < 500) && count < 2

/** What the pages of checks ask the gateway for. What is somebody's own has the token in its key. */
export const checkQueries = {
  settings: (datanetId: string) =>
    queryOptions({
      queryKey: ['checks', datanetId],
      queryFn: () => ask(getCheckSettings, { params: { datanetId } }),
      refetchInterval: ({ state }) => (state.data?.recheck ? LIVE_MS : CALM_MS),
      retry,
    }),
  contributions: (datanetId: string, key: string, after: string | undefined) =>
    queryOptions({
      queryKey: ['contributions', datanetId, key, after ?? null],
      queryFn: () => ask(listContributions, { params: { datanetId }, query: { after }, key }),
      placeholderData: keepPreviousData,
      refetchInterval: CALM_MS,
      retry,
    }),
  contribution: (id: string) =>
    queryOptions({
      queryKey: ['contribution', id],
      queryFn: () => ask(getContribution, { params: { id } }),
      retry,
    }),
  /** Each answer with contents in it is a reading that is logged: none but those that somebody looks at. */
  findings: (id: string, key: string) =>
    queryOptions({
      queryKey: ['findings', id, key],
      queryFn: () => ask(getFindings, { params: { id }, key }),
      refetchOnWindowFocus: false,
      staleTime: CALM_MS,
      retry,
    }),
}
