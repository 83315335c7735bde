import { getModelCard } from '@openledger/core/api/modelCard.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { modelCard } from '@openledger/data/card/modelCard.ts'
import { cardOfModel } from '../../cards/readModelCard.ts'
import { gatewayErrors } from '../../errors.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { toServable } from '../../models/findModels.ts'
import { findRegistrations } from '../../models/findRegistrations.ts'

/** GET /v1/models/{id}/card: of the registration that the name stands for. */
export const handler = defineHandler(getModelCard, async ({ params, query, deps }) => {
  const registrations = await findRegistrations(deps, params.id)
  let registration = registrations[0]
  for (const one of registrations)
    if ((await toServable(deps, one)) !== undefined) {
      registration = one
      break
    }
  if (registration === undefined)
    throw new OpenLedgerError(gatewayErrors.MODEL_NOT_FOUND, `There is no model ${params.id.slice(0, 128)} here.`, {
      details: { param: 'id' },
    })
  const card = await cardOfModel(deps, registration)
  if (query.format !== 'md') return card
  return new Response(modelCard(card), { headers: { 'content-type': 'text/markdown; charset=utf-8' } })
})
