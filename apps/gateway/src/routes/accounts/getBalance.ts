import { getBalance } from '@openledger/core/api/earnings.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/accounts/{address}/balance: OPEN and ether on chain, now. */
export const handler = defineHandler(getBalance, async ({ params, deps }) => {
  const account = params.address
  const [open, ether] = await Promise.all([deps.chain.openOf(account), deps.chain.etherOf(account)])
  return { account, open: open.toString(), ether: ether.toString() }
})
