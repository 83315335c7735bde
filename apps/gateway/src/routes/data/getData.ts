import { getData } from '@openledger/core/api/dataStore.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/data/{hash}: a published blob; the reader checks its hash. */
export const handler = defineHandler(getData, async ({ params, deps }) => {
  const bytes = await deps.dataStore.get(params.hash)
  return new Response(Uint8Array.from(bytes), {
    headers: { 'content-type': 'application/octet-stream', 'cache-control': 'public, max-age=31536000, immutable' },
  })
})
