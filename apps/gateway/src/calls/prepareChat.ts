import type { ChatRequest } from '@openledger/core/api/chat.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { KeyOwner } from '../auth/findKey.ts'
import { gatewayErrors } from '../errors.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import { resolveAsked } from '../routing/resolveAsked.ts'
import { assertStorable } from './assertStorable.ts'
import { choicesOf } from './choicesOf.ts'
import { outputFormatOf } from './outputFormatOf.ts'
import { plainMessages } from './plainMessages.ts'
import { type PreparedCall, prepareCall } from './prepareCall.ts'

/**
 * A chat request's calls, one for each choice.
 *
 * @param key whose models `auto` chooses among; none for a wallet's
 * @throws MODEL_*, ENSEMBLE_INVALID, CONTEXT_OVERFLOW, REQUEST_INVALID
 */
export async function prepareChat(
  services: GatewayServices,
  chat: ChatRequest,
  key?: KeyOwner,
): Promise<readonly PreparedCall[]> {
  assertStorable(chat)
  const { tools, output } = outputFormatOf(chat)
  const messages = plainMessages(chat.messages, tools)
  const { model, route } = await resolveAsked(services, chat, messages, key)
  const call = await prepareCall(services, model, {
    ...chat,
    messages,
    route,
    param: 'messages',
    maxTokens: chat.max_completion_tokens ?? chat.max_tokens,
    output,
    topLogprobs: topOf(chat),
  })
  return choicesOf([call], chat.n ?? 1)
}

function topOf({ logprobs, top_logprobs: top }: ChatRequest): number | null {
  if (logprobs === true) return top ?? 0
  if (top == null || top === 0) return null
  throw new OpenLedgerError(gatewayErrors.REQUEST_INVALID, 'top_logprobs needs logprobs to be true.', {
    details: { param: 'top_logprobs' },
  })
}
