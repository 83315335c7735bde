import { searchAll } from '@openledger/core/api/search.ts'
import { search } from '../../explorer/search.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/search: what a term stands for. */
export const handler = defineHandler(searchAll, async ({ query, deps }) => ({
  data: await search(deps.db, query.term),
}))
