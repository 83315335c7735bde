import type { Call } from '@openledger/core/api/calls.ts'
import type { Datanet } from '@openledger/core/api/datanets.ts'
import { useQueries, useQuery } from '@tanstack/react-query'
import { queries } from '../../api/queries.ts'
import { deriveIncome, type Income } from './deriveIncome.ts'

/** A call's money as derived here; `ready` once everything that it takes has been read. */
export type CallIncome = {
  readonly ready: boolean
  readonly income: Income | undefined
  readonly datanets: readonly Datanet[]
}

/** Reads what a call's payout follows from, and derives it. */
export function useIncome(call: Call): CallIncome {
  const info = useQuery(queries.info())
  const models = useQuery(queries.models())
  const datanets = useQuery(queries.datanets())
  const modelIds = [...new Set(call.receipt?.components.map(({ modelId }) => modelId))]
  const prices = useQueries({ queries: modelIds.map((modelId) => queries.prices(modelId)) })
  if (info.data === undefined || models.data === undefined || datanets.data === undefined)
    return { ready: false, income: undefined, datanets: [] }
  const income = deriveIncome({
    call,
    operator: info.data.operator,
    models: models.data.data,
    prices: new Map(modelIds.map((modelId, i) => [modelId, prices[i]?.data?.data ?? []] as const)),
    datanets: datanets.data.data,
  })
  return { ready: true, income, datanets: datanets.data.data }
}
