import { callFee } from '@openledger/core/payout/callFee.ts'
import type { PreparedCall } from './prepareCall.ts'

/** The most that a call can cost, wei: what it reads, and all that it may produce. */
export function greatestFee({ model, inputTokens, request }: PreparedCall): bigint {
  const tokens = { inputTokens, outputTokens: request.params.maxTokens }
  return callFee(tokens, [{ scalePpm: 1_000_000, price: model.price }]).fee
}
