import type { Usage } from '@openledger/core/api/generation.ts'
import type { ChoiceCalls, ReservedCall } from '../calls/reserveCalls.ts'
import type { SettledCall } from '../calls/settledCall.ts'
import { callEvidence } from './callEvidence.ts'

/** OpenAI's id of an answer: the first call's own, so that either finds the receipt. */
export function answerId(prefix: string, [first]: ChoiceCalls): string {
  return `${prefix}${first.callId.slice(2)}`
}

/** OpenAI's token counts: the sums of what the receipts say, so that what is shown is what is billed. */
export function usageOf(settled: Iterable<SettledCall | undefined>): Usage {
  let [input, output] = [0, 0]
  for (const one of settled) {
    input += one?.receipt.inputTokens ?? 0
    output += one?.receipt.outputTokens ?? 0
  }
  return { prompt_tokens: input, completion_tokens: output, total_tokens: input + output }
}

/** What a choice carries about its own call, where there are several. */
export function choiceEvidence(calls: ChoiceCalls, call: ReservedCall, settled: SettledCall | undefined) {
  return calls.length > 1 ? { openledger: callEvidence(call, settled) } : {}
}
