import { getUsage } from '@openledger/core/api/usage.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { readUsage } from '../../usage/readUsage.ts'

/** GET /v1/usage: the account's own, by key, model and day; its channels with their differences. */
export const handler = defineHandler(getUsage, ({ account, query, deps }) => readUsage(deps.db, account, query))
