import { listRegistrations } from '@openledger/core/api/registrations.ts'
import { readRegistrations } from '../../explorer/readRegistrations.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/registrations: every model on chain, newest first. */
export const handler = defineHandler(listRegistrations, ({ query, deps }) => readRegistrations(deps, query))
