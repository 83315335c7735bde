import { listModels, type Model } from '@openledger/core/api/models.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { findRegistrations } from '../../models/findRegistrations.ts'
import { toApiModel } from '../../models/toApiModel.ts'

/** GET /v1/models: what can be called here, each name once. */
export const handler = defineHandler(listModels, async ({ deps }) => {
  const byName = new Map<string, Model>()
  for (const registration of await findRegistrations(deps)) {
    if (byName.has(registration.name)) continue
    const model = await toApiModel(deps, registration)
    if (model?.openledger.servable === true) byName.set(model.id, model)
  }
  return { object: 'list' as const, data: [...byName.values()] }
})
