import { getTotals } from '@openledger/core/api/explorer.ts'
import { readTotals } from '../../explorer/readTotals.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/totals: the loop in figures. */
export const handler = defineHandler(getTotals, ({ deps }) => readTotals(deps.db))
