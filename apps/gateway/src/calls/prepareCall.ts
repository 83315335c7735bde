import type { ChatRequest } from '@openledger/core/api/chat.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { CallRequest } from '@openledger/db/json/callRequest.ts'
import { gatewayErrors } from '../errors.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import { resolveModel } from '../models/findModels.ts'
import { assertStorable } from './assertStorable.ts'
import { outputFormatOf } from './outputFormatOf.ts'
import { plainMessages } from './plainMessages.ts'
import type { PreparedCall } from './reserveCall.ts'
import { retrieveContext } from './retrieveContext.ts'

/**
 * Makes a chat request ready to be reserved: finds the model, retrieves context where the model retrieves, counts the
 * input and settles how many tokens may be produced.
 *
 * @throws MODEL_NOT_FOUND, MODEL_NOT_SERVABLE, CONTEXT_OVERFLOW, REQUEST_INVALID
 */
export async function prepareCall(services: GatewayServices, chat: ChatRequest): Promise<PreparedCall> {
  const model = await resolveModel(services, chat.model)
  assertStorable(chat)
  const { tools, output } = outputFormatOf(chat)
  const messages = plainMessages(chat.messages, tools)
  const { prompt, retrieved, documents } = await retrieveContext(services, model, messages)
  const inputTokens = await services.engine.countTokens({ base: services.models.base.id, messages: prompt })
  const maxTokens = limitTokens(services, chat, inputTokens)
  const params: CallRequest['params'] = {
    maxTokens,
    // Greedy unless asked otherwise: the same question gets the same answer.
    temperature: chat.temperature ?? 0,
    topP: chat.top_p ?? 1,
    seed: chat.seed == null ? null : Math.abs(chat.seed),
    stop: stopTexts(chat.stop),
    ...(output && { output }),
  }
  return { model, request: { messages, prompt, params }, retrieved, documents, inputTokens, topLogprobs: topOf(chat) }
}

function limitTokens(services: GatewayServices, chat: ChatRequest, inputTokens: number): number {
  const base = services.engine.capabilities().bases.find(({ id }) => id === services.models.base.id)
  const room = (base?.contextSize ?? 0) - inputTokens
  const asked = chat.max_completion_tokens ?? chat.max_tokens
  if (room < 1 || (asked ?? 1) > room) {
    throw new OpenLedgerError(
      gatewayErrors.CONTEXT_OVERFLOW,
      `The messages take ${inputTokens} tokens${asked == null ? '' : ` and max_tokens asks for ${asked}`}; the context holds ${base?.contextSize ?? 0}.`,
      { details: { param: 'messages', inputTokens, contextSize: base?.contextSize ?? 0 } },
    )
  }
  return asked ?? Math.min(room, services.models.defaultMaxTokens)
}

function topOf({ logprobs, top_logprobs: top }: ChatRequest): number | null {
  if (logprobs === true) return top ?? 0
  if (top == null || top === 0) return null
  throw new OpenLedgerError(gatewayErrors.REQUEST_INVALID, 'top_logprobs needs logprobs to be true.', {
    details: { param: 'top_logprobs' },
  })
}

function stopTexts(stop: ChatRequest['stop']): string[] {
  const texts = stop == null ? [] : typeof stop === 'string' ? [stop] : stop
  if (texts.some((text) => text === '' || text.length > 1000)) {
    throw new OpenLedgerError(gatewayErrors.REQUEST_INVALID, 'A stop text must have 1 to 1,000 characters.', {
      details: { param: 'stop' },
    })
  }
  return texts
}
