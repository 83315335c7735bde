import { CALL_BYTES_MAX, createAccountTransaction } from '@openledger/core/api/acting.ts'
import { sendForKept } from '../../acting/sendForKept.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** POST /v1/account/transactions: a call of the account, by the key that the gateway keeps. */
export const handler = defineHandler(
  createAccountTransaction,
  async ({ session, body, deps }) => {
    const { key, to, data, confirmation } = body
    const { transactionHash, blockNumber } = await sendForKept(deps, session, { key, to, data, confirmation })
    return { hash: transactionHash, blockNumber: blockNumber.toString() }
  },
  { bodyBytesMax: 2 * CALL_BYTES_MAX + 32_768 },
)
