import { callFee } from '@openledger/core/payout/callFee.ts'
import type { PreparedCall } from './reserveCall.ts'

/** The most that a call can cost, wei: its input, and as much output as it may produce. */
export function mostOf({ model, request, inputTokens }: PreparedCall): bigint {
  const tokens = { inputTokens, outputTokens: request.params.maxTokens }
  return callFee(tokens, [{ scalePpm: 1_000_000, price: model.price }]).fee
}
