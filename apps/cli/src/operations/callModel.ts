import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { gatewayError, type OpenLedger, sdkErrors } from '@openledger/sdk/index.ts'
import OpenAI from 'openai'

/** One question to one model. */
export type ModelCall = {
  readonly model: string
  readonly question: string
  readonly maxTokens: number
  readonly stream: boolean
  /** JSON schema that the answer follows. */
  readonly schema?: Record<string, unknown> | undefined
  /** Leave in the middle of a stream after this many chunks with text. */
  readonly cancelAfter?: number
  /** Each piece of a streamed answer. */
  readonly onText?: (text: string) => void
}

/** An answer, and the id under which its receipt is found. */
export type ModelAnswer = { readonly callId: string; readonly text: string }

/** The stock OpenAI client, pointed at a gateway: address and key are all that is changed. */
export function openAiClient(ledger: OpenLedger, apiKey: string): OpenAI {
  return new OpenAI({ ...ledger.openAiOptions(apiKey), maxRetries: 0 })
}

/**
 * Asks a model through the stock OpenAI client, greedily.
 * @throws the gateway's own error (code, hint as it said), SDK_UNREACHABLE
 */
export async function callModel(client: OpenAI, call: ModelCall): Promise<ModelAnswer> {
  try {
    return await ask(client, call)
  } catch (error) {
    if (error instanceof OpenAI.APIConnectionError)
      throw new OpenLedgerError(sdkErrors.SDK_UNREACHABLE, `${client.baseURL} does not answer`, { cause: error })
    if (!(error instanceof OpenAI.APIError)) throw error
    // An error in mid-stream has no status of its own.
    throw gatewayError(error.status ?? 500, { error: error.error }) ?? error
  }
}

async function ask(client: OpenAI, call: ModelCall): Promise<ModelAnswer> {
  const parameters = {
    model: call.model,
    messages: [{ role: 'user' as const, content: call.question }],
    max_tokens: call.maxTokens,
    temperature: 0,
    ...(call.schema && { response_format: jsonSchema(call.schema) }),
  }
  if (!call.stream) {
    const { data, response } = await client.chat.completions.create(parameters).withResponse()
    return { callId: callIdOf(response), text: data.choices[0]?.message.content ?? '' }
  }
  const { data: stream, response } = await client.chat.completions
    .create({ ...parameters, stream: true })
    .withResponse()
  let text = ''
  let pieces = 0
  for await (const chunk of stream) {
    const piece = chunk.choices[0]?.delta.content ?? ''
    if (piece === '') continue
    text += piece
    call.onText?.(piece)
    pieces += 1
    if (pieces === call.cancelAfter) break
  }
  return { callId: callIdOf(response), text }
}

const jsonSchema = (schema: Record<string, unknown>) => ({
  type: 'json_schema' as const,
  json_schema: { name: 'answer', schema, strict: true },
})

const callIdOf = (response: Response) => response.headers.get('x-openledger-call-id') ?? ''
