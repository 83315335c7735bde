import { callFee } from '@openledger/core/payout/callFee.ts'
import type { ModelPrice } from '../models/servableModel.ts'

/** What of a call decides what it can cost. */
type PricedCall = {
  readonly model: { readonly price: ModelPrice }
  readonly request: { readonly params: { readonly maxTokens: number } }
  readonly inputTokens: number
}

/** The most that a call can cost, wei: its input, and as much output as it may produce. */
export function mostOf({ model, request, inputTokens }: PricedCall): bigint {
  const tokens = { inputTokens, outputTokens: request.params.maxTokens }
  return callFee(tokens, [{ scalePpm: 1_000_000, price: model.price }]).fee
}
