import { getModel, type Model } from '@openledger/core/api/models.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { gatewayErrors } from '../../errors.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { findRegistrations } from '../../models/findRegistrations.ts'
import { toApiModel } from '../../models/toApiModel.ts'

/** GET /v1/models/{id}: what a call to this name would use; when nothing can be served, the first registration. */
export const handler = defineHandler(getModel, async ({ params, deps }) => {
  let first: Model | undefined
  for (const registration of await findRegistrations(deps, params.id)) {
    const model = await toApiModel(deps, registration)
    if (model?.openledger.servable === true) return model
    first ??= model
  }
  if (first !== undefined) return first
  throw new OpenLedgerError(gatewayErrors.MODEL_NOT_FOUND, `There is no model ${params.id.slice(0, 128)} here.`, {
    details: { param: 'id' },
  })
})
