import type { CallEvidence } from '@openledger/core/api/generation.ts'
import { receiptSchema } from '@openledger/core/eip712/receipt.ts'
import { z } from 'zod'
import type { ReservedCall } from '../calls/reserveCalls.ts'
import type { SettledCall } from '../calls/settledCall.ts'

/** What an answer carries about its call's money. */
export function callEvidence(
  call: Pick<ReservedCall, 'callId' | 'salt' | 'request'>,
  settled: SettledCall | undefined,
): CallEvidence {
  const isPaid = settled?.signature !== undefined
  return {
    callId: call.callId,
    receipt: isPaid ? z.encode(receiptSchema, settled.receipt) : null,
    signature: settled?.signature ?? null,
    salt: call.salt,
    fee: (settled?.receipt.fee ?? 0n).toString(),
    ...(settled !== undefined && settled.signature === undefined && { due: settled.due }),
    ...(call.request.route && { route: call.request.route }),
  }
}
