import { getHealth } from '@openledger/core/api/info.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /healthz: the process answers. */
export const handler = defineHandler(getHealth, async () => ({ status: 'ok' as const }))
