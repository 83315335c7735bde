import { getFindings } from '@openledger/core/api/checks.ts'
import { readFindings } from '../../contributions/readFindings.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/contributions/{id}/findings: what the checks say of each record, and where. */
export const handler = defineHandler(getFindings, async ({ account, params, deps }) =>
  readFindings(deps, params.id, account),
)
