import { getUsageStatement } from '@openledger/core/api/usage.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { usageLines } from '../../usage/usageLines.ts'

/** GET /v1/usage/statement: CSV of the account's own calls, read and sent page by page. */
export const handler = defineHandler(getUsageStatement, async ({ account, query, deps }) => {
  const days = [query.from, query.to].filter((day) => day !== undefined)
  return new Response(ReadableStream.from(usageLines(deps.db, account, query)).pipeThrough(new TextEncoderStream()), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${['openledger-usage', account, ...days].join('-')}.csv"`,
      'cache-control': 'no-store',
    },
  })
})
