import { getAccountFlow } from '@openledger/core/api/flows.ts'
import { readFlow } from '../../explorer/readFlow.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/accounts/{address}/flow: which way its earnings came. */
export const handler = defineHandler(getAccountFlow, async ({ params: { address }, deps: { db } }) => ({
  account: address,
  ...(await readFlow(db, { account: address })),
}))
