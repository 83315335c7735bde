import { getModelFigures } from '@openledger/core/api/registrations.ts'
import { readModelFigures } from '../../explorer/readModelFigures.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/models/{modelId}/figures: calls, fees, and whom the settled ones paid. */
export const handler = defineHandler(getModelFigures, ({ params, deps }) => readModelFigures(deps.db, params.modelId))
