import { getEarnings } from '@openledger/core/api/earnings.ts'
import { readEarnings } from '../../accounts/readEarnings.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/accounts/{address}/earnings: by epoch, model and Datanet. */
export const handler = defineHandler(getEarnings, async ({ params, deps }) => readEarnings(deps.db, params.address))
