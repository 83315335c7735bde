import { getStatement } from '@openledger/core/api/earnings.ts'
import { statementLines } from '../../accounts/statementLines.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/accounts/{address}/statement: CSV, read and sent page by page. */
export const handler = defineHandler(getStatement, async ({ params, query, deps }) => {
  const { address } = params
  const lines = statementLines(deps.db, address, query.epoch)
  const name = query.epoch === undefined ? `openledger-${address}` : `openledger-${address}-epoch-${query.epoch}`
  return new Response(ReadableStream.from(lines).pipeThrough(new TextEncoderStream()), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}.csv"`,
    },
  })
})
