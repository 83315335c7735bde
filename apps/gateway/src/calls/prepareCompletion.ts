import type { CompletionRequest } from '@openledger/core/api/completions.ts'
import type { KeyOwner } from '../auth/findKey.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import { resolveAsked } from '../routing/resolveAsked.ts'
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
 * @throws MODEL_*, ENSEMBLE_INVALID, CONTEXT_OVERFLOW, REQUEST_INVALID
 */
export async function prepareCompletion(
  services: GatewayServices,
  body: CompletionRequest,
  key?: KeyOwner,
): Promise<readonly PreparedCall[]> {
  assertStorable(body)
  const prompts = promptsOf(body)
  // One model answers them all: the calls of a request are of one.
  const { model, route } = await resolveAsked(services, body, [{ role: 'user', content: prompts.join('\n') }], key)
  const calls: PreparedCall[] = []
  for (const content of prompts) {
    const call = await prepareCall(services, model, {
      ...body,
      route,
      messages: [{ role: 'user', content }],
      param: 'prompt',
      maxTokens: body.max_tokens,
      topLogprobs: body.logprobs ?? null,
    })
    calls.push(call)
  }
  return choicesOf(calls, body.n ?? 1)
}
