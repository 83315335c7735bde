import { getContribution } from '@openledger/core/api/contributions.ts'
import { readContribution } from '../../contributions/readContribution.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/contributions/{id}: how far it is, and what became of each record and why. */
export const handler = defineHandler(getContribution, async ({ params, deps }) => readContribution(deps.db, params.id))
