import { listPrices } from '@openledger/core/api/explorer.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { prices } from '@openledger/db/schema/prices.ts'
import { asc, eq } from 'drizzle-orm'
import { gatewayErrors } from '../../errors.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/models/{modelId}/prices: every price version that the chain has for a model. */
export const handler = defineHandler(listPrices, async ({ params, deps }) => {
  const rows = await deps.db
    .select()
    .from(prices)
    .where(eq(prices.modelId, params.modelId))
    .orderBy(asc(prices.priceVersion))
  if (rows.length === 0)
    throw new OpenLedgerError(gatewayErrors.MODEL_NOT_FOUND, `There is no model ${params.modelId} here.`, {
      details: { param: 'modelId' },
    })
  return {
    data: rows.map(({ priceVersion, inputPrice, outputPrice, effectiveFrom }) => ({
      version: priceVersion,
      inputPrice: inputPrice.toString(),
      outputPrice: outputPrice.toString(),
      effectiveFrom: Number(effectiveFrom),
    })),
  }
})
