import type { CallEvidence } from '@openledger/core/api/generation.ts'
import { receiptSchema } from '@openledger/core/eip712/receipt.ts'
import { z } from 'zod'
import type { ReservedCall } from '../calls/reserveCalls.ts'
import type { SettledCall } from '../calls/settledCall.ts'

/** What an answer carries about its call's money. */
export function callEvidence(call: ReservedCall, settled: SettledCall | undefined): CallEvidence {
  return {
    callId: call.callId,
    receipt: settled === undefined ? null : z.encode(receiptSchema, settled.receipt),
    signature: settled?.signature ?? null,
    salt: call.salt,
    fee: (settled?.receipt.fee ?? 0n).toString(),
    ...(call.request.route && { route: call.request.route }),
  }
}
