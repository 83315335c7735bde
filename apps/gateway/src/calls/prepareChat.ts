import type { ChatRequest } from '@openledger/core/api/chat.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { gatewayErrors } from '../errors.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import { resolveModelOf } from '../models/findModels.ts'
import { assertStorable } from './assertStorable.ts'
import { choicesOf } from './choicesOf.ts'
import { outputFormatOf } from './outputFormatOf.ts'
import { plainMessages } from './plainMessages.ts'
import { type PreparedCall, prepareCall } from './prepareCall.ts'

/**
 * A chat request's calls, one for each choice.
 *
 * @throws MODEL_*, CONTEXT_OVERFLOW, REQUEST_INVALID
 */
export async function prepareChat(services: GatewayServices, chat: ChatRequest): Promise<readonly PreparedCall[]> {
  const model = await resolveModelOf(services, 'text', chat.model)
  assertStorable(chat)
  const { tools, output } = outputFormatOf(chat)
  const call = await prepareCall(services, model, {
    ...chat,
    messages: plainMessages(chat.messages, tools),
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
