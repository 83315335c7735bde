import { createRecheck } from '@openledger/core/api/recheck.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { attributions } from '@openledger/db/schema/attributions.ts'
import { eq } from 'drizzle-orm'
import { requireOperator } from '../../auth/requireOperator.ts'
import { gatewayErrors } from '../../errors.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { startJob } from '../../jobs/trackedJobs.ts'

/** POST /v1/calls/{callId}/recheck: attributes a call again and compares. Operator only: it costs as much as the call. */
export const handler = defineHandler(createRecheck, async ({ account, params, deps }) => {
  requireOperator(account, deps, 'has calls attributed again')
  const { callId } = params
  if ((await deps.db.$count(attributions, eq(attributions.callId, callId))) === 0)
    throw new OpenLedgerError(gatewayErrors.CALL_NOT_ATTRIBUTED, `The call ${callId} has no attribution here.`)
  const job = { kind: 'recheck' as const, developer: account, name: `recheck ${callId}`, request: { callId } }
  return { jobId: await startJob(deps, job) }
})
