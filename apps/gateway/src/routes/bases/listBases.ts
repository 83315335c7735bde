import { listBases } from '@openledger/core/api/bases.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { listedBases } from '../../jobs/listedBases.ts'

/** GET /v1/bases: the node's own first. */
export const handler = defineHandler(listBases, async ({ deps }) => ({ data: listedBases(deps.models) }))
