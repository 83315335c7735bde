import { getWallet } from '@openledger/core/api/x402.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { readWallet } from '../../x402/readWallet.ts'

/** GET /v1/wallets/{wallet}: what a wallet paid, spent, got back and is owed. */
export const handler = defineHandler(getWallet, async ({ params, deps }) => readWallet(deps.db, params.wallet))
