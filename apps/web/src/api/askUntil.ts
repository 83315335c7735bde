import type { FetchQueryOptions, QueryClient, QueryKey } from '@tanstack/react-query'

const PAUSE_MS = 500
const TRIES = 40

/**
 * Asks again until the answer shows what was just done: the gateway reads a block a moment after it was mined. After
 * twenty seconds it leaves that to the page, which asks by itself now and then.
 */
export async function askUntil<Data, Key extends QueryKey>(
  cache: QueryClient,
  query: FetchQueryOptions<Data, Error, Data, Key>,
  shows: (data: Data) => boolean,
): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) {
    const data = await cache.fetchQuery({ ...query, staleTime: 0, retry: false }).catch(() => undefined)
    if (data !== undefined && shows(data)) return
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
}
