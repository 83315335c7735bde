import { getDatanetTexts } from '@openledger/core/api/datanetTexts.ts'
import { queryOptions } from '@tanstack/react-query'
import { ask } from './ask.ts'

const CALM_MS = 30_000

/** A Datanet's description, terms, licence and limits, as the chain has them now. */
export const datanetTextsQuery = (datanetId: string) =>
  queryOptions({
    queryKey: ['datanet-texts', datanetId],
    queryFn: () => ask(getDatanetTexts, { params: { datanetId } }),
    refetchInterval: CALM_MS,
    retry: (count, error) => ('status' in error && error.status === 404 ? false : count < 2),
  })
