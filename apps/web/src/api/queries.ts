import { getAccount } from '@openledger/core/api/accounts.ts'
import { getCall, listCalls } from '@openledger/core/api/calls.ts'
import { getDatanet } from '@openledger/core/api/datanets.ts'
import { getEpoch, listEpochs } from '@openledger/core/api/epochs.ts'
import { getTotals, listAccounts, listDatanets, listPrices } from '@openledger/core/api/explorer.ts'
import { getInfo } from '@openledger/core/api/info.ts'
import { getModel, listModels } from '@openledger/core/api/models.ts'
import { getSession } from '@openledger/core/api/sessions.ts'
import { queryOptions } from '@tanstack/react-query'
import { ask } from './ask.ts'

/** How often what may change is asked again while its page is looked at, ms. */
const LIVE_MS = 4_000
/** The same for what changes rarely, ms. */
const CALM_MS = 30_000

const retry = (count: number, error: Error) => ('status' in error && error.status === 404 ? false : count < 2)

/** What pages ask the gateway for. Each key is the route and what fills it. */
export const queries = {
  session: (token: string) =>
    queryOptions({
      queryKey: ['session', token],
      queryFn: () => ask(getSession, { key: token }),
      refetchInterval: CALM_MS,
      retry: (count, error) => ('status' in error && error.status === 401 ? false : retry(count, error)),
    }),
  info: () => queryOptions({ queryKey: ['info'], queryFn: () => ask(getInfo), staleTime: CALM_MS, retry }),
  totals: () => queryOptions({ queryKey: ['totals'], queryFn: () => ask(getTotals), refetchInterval: LIVE_MS, retry }),
  datanets: () =>
    queryOptions({ queryKey: ['datanets'], queryFn: () => ask(listDatanets), refetchInterval: CALM_MS, retry }),
  datanet: (datanetId: string) =>
    queryOptions({
      queryKey: ['datanet', datanetId],
      queryFn: () => ask(getDatanet, { params: { datanetId } }),
      refetchInterval: LIVE_MS,
      retry,
    }),
  models: () => queryOptions({ queryKey: ['models'], queryFn: () => ask(listModels), refetchInterval: CALM_MS, retry }),
  model: (id: string) =>
    queryOptions({
      queryKey: ['model', id],
      queryFn: () => ask(getModel, { params: { id } }),
      refetchInterval: CALM_MS,
      retry,
    }),
  prices: (modelId: string) =>
    queryOptions({
      queryKey: ['prices', modelId],
      queryFn: () => ask(listPrices, { params: { modelId } }),
      refetchInterval: CALM_MS,
      retry,
    }),
  calls: (query: { readonly epoch?: number; readonly limit?: number }) =>
    queryOptions({
      queryKey: ['calls', query],
      queryFn: () => ask(listCalls, { query }),
      refetchInterval: LIVE_MS,
      retry,
    }),
  /** With an API key the caller's own words come along. Asked until its payouts are known; these never change. */
  call: (callId: string, key?: string) =>
    queryOptions({
      queryKey: ['call', callId, key ?? null],
      queryFn: () => ask(getCall, { params: { callId }, key }),
      refetchInterval: ({ state }) => (state.data?.payouts === null || state.data === undefined ? LIVE_MS : false),
      retry,
    }),
  epochs: () => queryOptions({ queryKey: ['epochs'], queryFn: () => ask(listEpochs), refetchInterval: LIVE_MS, retry }),
  epoch: (number: number) =>
    queryOptions({
      queryKey: ['epoch', number],
      queryFn: () => ask(getEpoch, { params: { number } }),
      refetchInterval: LIVE_MS,
      retry,
    }),
  accounts: () =>
    queryOptions({ queryKey: ['accounts'], queryFn: () => ask(listAccounts), refetchInterval: LIVE_MS, retry }),
  account: (address: string) =>
    queryOptions({
      queryKey: ['account', address],
      queryFn: () => ask(getAccount, { params: { address } }),
      refetchInterval: LIVE_MS,
      retry,
    }),
}
