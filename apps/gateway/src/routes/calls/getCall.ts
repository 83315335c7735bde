import { type Call, getCall } from '@openledger/core/api/calls.ts'
import { receiptJsonSchema } from '@openledger/core/api/receipts.ts'
import { receiptSchema } from '@openledger/core/eip712/receipt.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { callRequestSchema } from '@openledger/db/json/callRequest.ts'
import { apiKeys } from '@openledger/db/schema/apiKeys.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { epochCredits } from '@openledger/db/schema/epochCredits.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { asc, eq } from 'drizzle-orm'
import { creditRole } from '../../calls/creditRoles.ts'
import { readAttribution } from '../../calls/readAttribution.ts'
import { readEvidence } from '../../calls/readEvidence.ts'
import { voucherDue } from '../../calls/voucherDue.ts'
import { gatewayErrors } from '../../errors.ts'
import type { GatewayDeps } from '../../gatewayDeps.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { namesOfCalled } from '../../models/namesOfCalled.ts'

/** Whose the call's money is; null while the chain is out of reach: the rest of the call is shown all the same. */
async function readHolders(
  { chain, logger }: GatewayDeps,
  receipt: NonNullable<Call['receipt']>,
  attribution: Call['attribution'],
): Promise<Call['holders']> {
  const records = (attribution?.entries ?? []).flatMap(({ datanetId, contributor, commitment }) =>
    contributor === null ? [] : [{ datanetId, contributor, commitment }],
  )
  const modelIds = receipt.components.map(({ modelId }) => modelId)
  try {
    return await chain.holdersOf({ time: BigInt(receipt.time), modelIds, records })
  } catch (error) {
    logger.warn({ error }, 'the chain does not say whose a call’s money is')
    return null
  }
}

/** GET /v1/calls/{callId}: from receipt to payouts; words and salt only for an API key of the account that called. */
export const handler = defineHandler(getCall, async ({ params, key, deps }) => {
  const { callId } = params
  const [row] = await deps.db
    .select({ call: calls, receipt: receipts, account: apiKeys.account })
    .from(calls)
    .innerJoin(apiKeys, eq(apiKeys.id, calls.apiKeyId))
    .leftJoin(receipts, eq(receipts.callId, calls.callId))
    .where(eq(calls.callId, callId))
  if (row === undefined) throw new OpenLedgerError(gatewayErrors.CALL_NOT_FOUND, `There is no call ${callId} here.`)
  const { call, receipt } = row
  const credits = await deps.db
    .select()
    .from(epochCredits)
    .where(eq(epochCredits.callId, callId))
    .orderBy(asc(epochCredits.role), asc(epochCredits.commitment), asc(epochCredits.account))
  const shown = receipt === null ? null : receiptJsonSchema.parse(receipt.receipt)
  const [model = call.modelId] = await namesOfCalled(deps.db, [{ ...call, components: shown?.components }])
  const attribution = await readAttribution(deps.db, callId)
  const own = key !== undefined && key.account === row.account
  return {
    callId,
    status: call.status,
    model,
    startedAt: Math.floor(call.startedAt.getTime() / 1000),
    receipt: shown,
    signature: receipt?.signature ?? null,
    ...(own
      ? {
          salt: call.salt,
          messages: callRequestSchema.parse(call.request).messages,
          answer: call.answer ?? '',
          ...(call.status === 'unpaid' && { due: await voucherDue(deps.db, receiptSchema.parse(call.bill)) }),
          ...(await readEvidence(deps.db, callId)),
        }
      : {}),
    attribution,
    holders: shown === null ? null : await readHolders(deps, shown, attribution),
    epoch: receipt?.epoch == null ? null : Number(receipt.epoch),
    payouts:
      credits.length === 0
        ? null
        : credits.map(({ account, role, commitment, amount }) => ({
            account,
            role: creditRole(role),
            commitment,
            amount: amount.toString(),
          })),
  }
})
