import { callFee } from '@openledger/core/payout/callFee.ts'
import type { CalledModel } from '../models/calledModel.ts'

/** What of a call decides what it can cost. */
type PricedCall = {
  readonly model: Pick<CalledModel, 'components'>
  readonly request: { readonly params: { readonly maxTokens: number } }
  readonly inputTokens: number
}

/** The most that a call can cost, wei: its input, and as much output as it may produce. */
export function mostOf({ model, request, inputTokens }: PricedCall): bigint {
  const tokens = { inputTokens, outputTokens: request.params.maxTokens }
  return callFee(tokens, model.components).fee
}
