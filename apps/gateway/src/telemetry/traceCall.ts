import { type Context, SpanKind, SpanStatusCode, type Tracer } from '@opentelemetry/api'
import type { ReservedCall } from '../calls/reserveCalls.ts'

/** How a traced call ended. */
export type TracedEnd = {
  readonly finish: string
  readonly inputTokens: number
  readonly outputTokens: number
  /** Wei. */
  readonly fee: bigint
  /** Code of the error that cut it. */
  readonly errorCode?: string | undefined
}

/** A call's span. */
export type CallSpan = { readonly firstToken: () => void; readonly end: (end: TracedEnd) => void }

/**
 * Begins the span of a call: from its reservation until it has settled. It says what was asked for and what it came to, in
 * OpenTelemetry's words for generative AI, and never a word of question or answer.
 *
 * Source: OpenTelemetry semantic conventions, "Spans for generative AI".
 *
 * @param parent - where the request stands in its caller's trace
 */
export function traceCall(tracer: Tracer | undefined, call: ReservedCall, parent: Context): CallSpan | undefined {
  if (tracer === undefined) return undefined
  const { model, request, callId } = call
  const { maxTokens, temperature, topP, seed, stop } = request.params
  const operation = model.kind === 'embedding' ? 'embeddings' : 'chat'
  const attributes = {
    'gen_ai.operation.name': operation,
    'gen_ai.provider.name': 'openledger',
    'gen_ai.request.model': model.name,
    'openledger.call.id': callId,
    ...(operation === 'chat' && {
      'gen_ai.request.max_tokens': maxTokens,
      'gen_ai.request.temperature': temperature,
      'gen_ai.request.top_p': topP,
      ...(seed !== null && { 'gen_ai.request.seed': seed }),
      ...(stop.length > 0 && { 'openledger.request.stop_texts': stop.length }),
    }),
  }
  const span = tracer.startSpan(`${operation} ${model.name}`, { kind: SpanKind.SERVER, attributes }, parent)
  let hasToken = false
  return {
    firstToken: () => {
      if (hasToken) return
      hasToken = true
      span.addEvent('gen_ai.first_token')
    },
    end: ({ finish, inputTokens, outputTokens, fee, errorCode }) => {
      span.setAttributes({
        'gen_ai.response.id': callId,
        'gen_ai.response.model': model.name,
        'gen_ai.response.finish_reasons': [finish],
        'gen_ai.usage.input_tokens': inputTokens,
        'gen_ai.usage.output_tokens': outputTokens,
        // A number of wei is beyond what attributes hold exactly.
        'openledger.fee.wei': fee.toString(),
      })
      if (errorCode !== undefined) {
        span.setAttribute('error.type', errorCode)
        span.setStatus({ code: SpanStatusCode.ERROR })
      }
      span.end()
    },
  }
}
