import type { CitedDocument } from '@openledger/attribution/citations/urlCitations.ts'
import type { GenerationFields, Route } from '@openledger/core/api/generation.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { OutputFormat } from '@openledger/core/outputSchema/outputFormat.ts'
import type { CallRequest } from '@openledger/db/json/callRequest.ts'
import type { Retrieved } from '@openledger/db/json/retrieved.ts'
import { gatewayErrors } from '../errors.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import type { CalledModel } from '../models/calledModel.ts'
import { retrieveContext } from './retrieveContext.ts'

/** A call about to be reserved: everything but its money is known. */
export type PreparedCall = {
  readonly model: CalledModel
  readonly request: CallRequest
  readonly retrieved: Retrieved
  /** The retrieved records' words, for citing. */
  readonly documents: readonly CitedDocument[]
  readonly inputTokens: number
  /** How many of the likeliest tokens each token is told with; null: tokens are told without log-probability. */
  readonly topLogprobs?: number | null
}

/** What is asked of a model, whichever route it came by. */
export type AskedCall = Pick<GenerationFields, 'temperature' | 'top_p' | 'seed' | 'stop'> & {
  readonly messages: CallRequest['messages']
  /** The field that `messages` were in. */
  readonly param: 'messages' | 'prompt'
  readonly maxTokens: number | null | undefined
  readonly output?: OutputFormat | undefined
  readonly topLogprobs: number | null
  /** Where the caller left the choice of the model: why it is this one. */
  readonly route?: Route | undefined
}

/**
 * Makes a call ready to be reserved: retrieves context where the model retrieves, counts the input and settles how many
 * tokens may be produced.
 *
 * @throws CONTEXT_OVERFLOW, REQUEST_INVALID, ENGINE_*
 */
export async function prepareCall(
  services: GatewayServices,
  model: CalledModel,
  asked: AskedCall,
): Promise<PreparedCall> {
  const { messages, output, topLogprobs, route } = asked
  const stop = stopTexts(asked.stop)
  const { prompt, retrieved, documents } = await retrieveContext(services, model, messages)
  const inputTokens = await services.engine.countTokens({ base: services.models.base.id, messages: prompt })
  const params: CallRequest['params'] = {
    maxTokens: limitTokens(services, asked, inputTokens),
    // Greedy unless asked otherwise: the same question gets the same answer.
    temperature: asked.temperature ?? 0,
    topP: asked.top_p ?? 1,
    seed: asked.seed == null ? null : Math.abs(asked.seed),
    stop,
    ...(output && { output }),
  }
  const request = { messages, prompt, params, ...(route && { route }) }
  return { model, request, retrieved, documents, inputTokens, topLogprobs }
}

function limitTokens(services: GatewayServices, { maxTokens, param }: AskedCall, inputTokens: number): number {
  const base = services.engine.capabilities().bases.find(({ id }) => id === services.models.base.id)
  const room = (base?.contextSize ?? 0) - inputTokens
  if (room < 1 || (maxTokens ?? 1) > room) {
    throw new OpenLedgerError(
      gatewayErrors.CONTEXT_OVERFLOW,
      `In ${param} are ${inputTokens} tokens${maxTokens == null ? '' : ` and max_tokens asks for ${maxTokens}`}; the context holds ${base?.contextSize ?? 0}.`,
      { details: { param, inputTokens, contextSize: base?.contextSize ?? 0 } },
    )
  }
  return maxTokens ?? Math.min(room, services.models.defaultMaxTokens)
}

function stopTexts(stop: AskedCall['stop']): string[] {
  const texts = stop == null ? [] : typeof stop === 'string' ? [stop] : stop
  if (texts.some((text) => text === '' || text.length > 1000)) {
    throw new OpenLedgerError(gatewayErrors.REQUEST_INVALID, 'A stop text must have 1 to 1,000 characters.', {
      details: { param: 'stop' },
    })
  }
  return texts
}
