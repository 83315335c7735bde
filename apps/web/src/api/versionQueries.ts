import { getReading, listAccess, listReads } from '@openledger/core/api/access.ts'
import {
  getChangelog,
  getHistograms,
  getRecord,
  listChanges,
  listVersionRecords,
} from '@openledger/core/api/versions.ts'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { ask } from './ask.ts'

const CALM_MS = 30_000
const retry = (count: number, error: Error) =>
  'status' in error && typeof error.status === 'number' && error.status >= 400 && error.status < 500 ? false : count < 2

/** What a page of records is asked for with. */
export type RecordsQuery = Readonly<Record<string, string | number | undefined>>

/** What the pages of versions, records and access ask the gateway for; with a session where there is one. */
export const versionQueries = {
  reading: (datanetId: string, key: string | undefined) =>
    queryOptions({
      queryKey: ['reading', datanetId, key ?? null],
      queryFn: () => ask(getReading, { params: { datanetId }, key }),
      refetchInterval: CALM_MS,
      retry,
    }),
  changelog: (datanetId: string) =>
    queryOptions({
      queryKey: ['changelog', datanetId],
      queryFn: () => ask(getChangelog, { params: { datanetId } }),
      refetchInterval: CALM_MS,
      retry,
    }),
  changes: (datanetId: string, number: number, change: 'added' | 'removed', after: string | undefined) =>
    queryOptions({
      queryKey: ['changes', datanetId, number, change, after ?? null],
      queryFn: () => ask(listChanges, { params: { datanetId, number }, query: { change, after } }),
      placeholderData: keepPreviousData,
      retry,
    }),
  records: (datanetId: string, number: number, query: RecordsQuery, key: string | undefined) =>
    queryOptions({
      queryKey: ['records', datanetId, number, query, key ?? null],
      queryFn: ({ signal }) => ask(listVersionRecords, { params: { datanetId, number }, query, key, signal }),
      placeholderData: keepPreviousData,
      staleTime: CALM_MS,
      // Each answer with contents is a reading that is logged: none but those that somebody looks at.
      refetchOnWindowFocus: false,
      retry,
    }),
  histograms: (datanetId: string, number: number) =>
    queryOptions({
      queryKey: ['histograms', datanetId, number],
      queryFn: () => ask(getHistograms, { params: { datanetId, number } }),
      staleTime: CALM_MS,
      retry,
    }),
  record: (commitment: string, content: boolean, key: string | undefined) =>
    queryOptions({
      queryKey: ['record', commitment, content, key ?? null],
      queryFn: () => ask(getRecord, { params: { commitment }, query: content ? { content: '1' } : {}, key }),
      refetchOnWindowFocus: false,
      retry,
    }),
  access: (datanetId: string, key: string) =>
    queryOptions({
      queryKey: ['access', datanetId, key],
      queryFn: () => ask(listAccess, { params: { datanetId }, key }),
      refetchInterval: CALM_MS,
      retry,
    }),
  reads: (datanetId: string, key: string, before: number | undefined) =>
    queryOptions({
      queryKey: ['reads', datanetId, key, before ?? null],
      queryFn: () => ask(listReads, { params: { datanetId }, query: { before }, key }),
      placeholderData: keepPreviousData,
      retry,
    }),
}
