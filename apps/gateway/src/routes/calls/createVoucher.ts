import { createVoucher } from '@openledger/core/api/calls.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { callRequestSchema } from '@openledger/db/json/callRequest.ts'
import { apiKeys } from '@openledger/db/schema/apiKeys.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { and, eq } from 'drizzle-orm'
import { callEvidence } from '../../answers/callEvidence.ts'
import { payCall } from '../../calls/payCall.ts'
import { gatewayErrors } from '../../errors.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** POST /v1/calls/{callId}/voucher: the payer's signature for a call of one of its keys. Others' calls are not known. */
export const handler = defineHandler(createVoucher, async ({ key, params, body, deps }) => {
  const [found] = await deps.db
    .select({ call: calls })
    .from(calls)
    .innerJoin(apiKeys, eq(apiKeys.id, calls.apiKeyId))
    .where(and(eq(calls.callId, params.callId), eq(apiKeys.account, key.account)))
  if (found === undefined)
    throw new OpenLedgerError(gatewayErrors.CALL_NOT_FOUND, `There is no call ${params.callId} of this account.`)
  const { callId, salt, request } = found.call
  const settled = await payCall(deps, found.call, body.signature)
  return callEvidence({ callId, salt, request: callRequestSchema.parse(request) }, settled)
})
