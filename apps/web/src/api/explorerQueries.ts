import { getAccountProfile } from '@openledger/core/api/accountProfile.ts'
import { listCalls } from '@openledger/core/api/calls.ts'
import { getChallenges } from '@openledger/core/api/challenges.ts'
import { listEpochs } from '@openledger/core/api/epochs.ts'
import { listAccounts } from '@openledger/core/api/explorer.ts'
import { getAccountFlow, getEpochFlow } from '@openledger/core/api/flows.ts'
import { getModelFigures, listRegistrations } from '@openledger/core/api/registrations.ts'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { ask } from './ask.ts'

/** How often what may change is asked again while its page is looked at, ms. */
const LIVE_MS = 4_000
const CALM_MS = 15_000

const retry = (count: number, error: Error) => ('status' in error && error.status === 404 ? false : count < 2)

/** Which calls are listed. */
export type CallsFilter = {
  readonly epoch?: number | undefined
  readonly model?: string | undefined
  readonly account?: string | undefined
  readonly status?: string | undefined
}

/** What the explorer asks the gateway for, page by page. `after` is where the page before ended. */
export const explorerQueries = {
  calls: (filter: CallsFilter, after: string | undefined, limit: number) =>
    queryOptions({
      queryKey: ['calls', filter, limit, after ?? null],
      queryFn: () => ask(listCalls, { query: { ...filter, after, limit } }),
      placeholderData: keepPreviousData,
      refetchInterval: LIVE_MS,
      retry,
    }),
  epochs: (after: string | undefined, limit: number) =>
    queryOptions({
      queryKey: ['epochs', limit, after ?? null],
      queryFn: () => ask(listEpochs, { query: { after, limit } }),
      placeholderData: keepPreviousData,
      refetchInterval: LIVE_MS,
      retry,
    }),
  accounts: (after: string | undefined, limit: number) =>
    queryOptions({
      queryKey: ['accounts', limit, after ?? null],
      queryFn: () => ask(listAccounts, { query: { after, limit } }),
      placeholderData: keepPreviousData,
      refetchInterval: LIVE_MS,
      retry,
    }),
  registrations: (after: string | undefined, limit: number) =>
    queryOptions({
      queryKey: ['registrations', limit, after ?? null],
      queryFn: () => ask(listRegistrations, { query: { after, limit } }),
      placeholderData: keepPreviousData,
      refetchInterval: CALM_MS,
      retry,
    }),
  figures: (modelId: string) =>
    queryOptions({
      queryKey: ['figures', modelId],
      queryFn: () => ask(getModelFigures, { params: { modelId } }),
      refetchInterval: LIVE_MS,
      retry,
    }),
  profile: (address: string) =>
    queryOptions({
      queryKey: ['profile', address],
      queryFn: () => ask(getAccountProfile, { params: { address } }),
      refetchInterval: CALM_MS,
      retry,
    }),
  epochFlow: (number: number) =>
    queryOptions({
      queryKey: ['epoch flow', number],
      queryFn: () => ask(getEpochFlow, { params: { number } }),
      staleTime: CALM_MS,
      retry,
    }),
  accountFlow: (address: string) =>
    queryOptions({
      queryKey: ['account flow', address],
      queryFn: () => ask(getAccountFlow, { params: { address } }),
      refetchInterval: CALM_MS,
      retry,
    }),
  challenges: (number: number) =>
    queryOptions({
      queryKey: ['challenges', number],
      queryFn: () => ask(getChallenges, { params: { number } }),
      refetchInterval: CALM_MS,
      retry,
    }),
}
