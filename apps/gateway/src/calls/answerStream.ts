import { urlCitations } from '@openledger/attribution/citations/urlCitations.ts'
import type { ChatChunk } from '@openledger/core/api/chat.ts'
import type { ToolCallDelta } from '@openledger/core/api/tools.ts'
import { errorBody } from '../http/errorResponse.ts'
import { completionId, endOf, finishReason, usageOf } from './answerWhole.ts'
import type { CallEvent } from './callEvents.ts'
import { callEvidence } from './callEvidence.ts'
import type { ReservedCall } from './reserveCall.ts'
import { streamToolCall } from './streamToolCall.ts'
import { mayCallTools } from './toolCall.ts'

/** How a streamed answer is written. */
export type StreamOptions = {
  /** When it was asked. */
  readonly created_ms: number
  /** OpenAI's `stream_options.include_usage`: one more chunk, with the token counts. */
  readonly includeUsage: boolean
  /** Told when the caller stops reading. */
  readonly onHangUp: () => void
}

/**
 * A call's answer as server-sent events in OpenAI's chunk format. The last chunk before `[DONE]` carries the receipt;
 * an error in mid-stream is one event of its own, with the receipt of what was produced before it.
 */
export function answerStream(call: ReservedCall, events: AsyncIterable<CallEvent>, options: StreamOptions): Response {
  const encoder = new TextEncoder()
  const lines = writeEvents(call, events, options)
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await lines.next()
        if (next.done === true) controller.close()
        else controller.enqueue(encoder.encode(`data: ${next.value}\n\n`))
      },
      cancel: options.onHangUp,
    },
    { highWaterMark: 0 },
  )
  return new Response(stream, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
    },
  })
}

async function* writeEvents(
  call: ReservedCall,
  events: AsyncIterable<CallEvent>,
  options: StreamOptions,
): AsyncGenerator<string> {
  type Choice = ChatChunk['choices'][number]
  const chunk = (
    choice: Pick<Choice, 'delta' | 'finish_reason'> & Partial<Choice>,
    more: Partial<ChatChunk> = {},
  ): string =>
    write({
      choices: [{ index: 0, logprobs: null, ...choice }],
      ...(options.includeUsage ? { usage: null } : {}),
      ...more,
    })
  const deltas = function* (calls: readonly ToolCallDelta[]) {
    for (const delta of calls) yield chunk({ delta: { tool_calls: [delta] }, finish_reason: null })
  }
  const write = (fields: Pick<ChatChunk, 'choices'> & Partial<ChatChunk>): string => {
    const head = {
      id: completionId(call),
      object: 'chat.completion.chunk',
      created: Math.floor(options.created_ms / 1000),
      model: call.model.name,
    }
    return JSON.stringify({ ...head, ...fields })
  }
  const tool = mayCallTools(call) ? streamToolCall(call) : undefined
  yield chunk({ delta: { role: 'assistant', content: '' }, finish_reason: null })
  for await (const event of events) {
    if (event.type === 'text') {
      if (tool?.push(event.text)) {
        yield* deltas(tool.take('open'))
        continue
      }
      const logprobs = event.logprob === undefined ? null : { content: [event.logprob], refusal: null }
      yield chunk({ delta: { content: event.text }, logprobs, finish_reason: null })
      continue
    }
    if (event.type === 'failed') {
      yield JSON.stringify({ ...errorBody(event.error), openledger: callEvidence(call, event.settled) })
      return
    }
    if (tool?.isCall === true) yield* deltas(tool.take(endOf(event)))
    // It ended before the function's name: what there is of it is told as it is.
    if (tool?.isCall === true && !tool.isNamed) yield chunk({ delta: { content: event.answer }, finish_reason: null })
    const annotations = tool?.isCall === true ? [] : urlCitations(event.answer, call.documents)
    const openledger = callEvidence(call, event.settled)
    const finish_reason = finishReason(event, tool?.isNamed === true)
    yield chunk(
      { delta: annotations.length > 0 ? { annotations } : {}, finish_reason },
      options.includeUsage ? {} : { openledger },
    )
    if (options.includeUsage) yield write({ choices: [], usage: usageOf(call, event.outputTokens), openledger })
    yield '[DONE]'
  }
}
