import type { CompletionRequest } from '@openledger/core/api/completions.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import { resolveModelOf } from '../models/findModels.ts'
import { assertStorable } from './assertStorable.ts'
import { choicesOf } from './choicesOf.ts'
import { type PreparedCall, prepareCall } from './prepareCall.ts'

/** The prompts of a request, in order. */
export function promptsOf({ prompt }: CompletionRequest): readonly string[] {
  return typeof prompt === 'string' ? [prompt] : prompt
}

/**
 * A completion request's calls, one for each choice, prompt by prompt. Each prompt becomes one message of a user (ADR 31).
 *
 * @throws MODEL_*, CONTEXT_OVERFLOW, REQUEST_INVALID
 */
export async function prepareCompletion(
  services: GatewayServices,
  body: CompletionRequest,
): Promise<readonly PreparedCall[]> {
  const model = await resolveModelOf(services, 'text', body.model)
  assertStorable(body)
  const calls: PreparedCall[] = []
  for (const content of promptsOf(body)) {
    const call = await prepareCall(services, model, {
      ...body,
      messages: [{ role: 'user', content }],
      param: 'prompt',
      maxTokens: body.max_tokens,
      topLogprobs: body.logprobs ?? null,
    })
    calls.push(call)
  }
  return choicesOf(calls, body.n ?? 1)
}
