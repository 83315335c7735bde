import type { CallEvidence } from '@openledger/core/api/generation.ts'
import type { FailedEvent } from '../calls/callEvents.ts'
import type { ChoiceCalls } from '../calls/reserveCalls.ts'
import type { SettledCall } from '../calls/settledCall.ts'
import { errorBody } from '../http/errorResponse.ts'
import { answerId, choiceEvidence, usageOf } from './answerFields.ts'
import type { AnswerShape, OpenedAnswer } from './answerShape.ts'
import { callEvidence } from './callEvidence.ts'

/** How a streamed answer is written. */
export type StreamOptions = {
  /** OpenAI's `stream_options.include_usage`: one more chunk, with the token counts. */
  readonly includeUsage: boolean
}

/**
 * An answer as server-sent events in OpenAI's chunk format, its choices' pieces as they come. The last chunk before
 * `[DONE]` carries the first call's receipt, and where there are several choices the last of each carries its own; an
 * error in mid-stream is one event, with the receipts of what was produced before it.
 */
export function answerStream<Whole extends string, Chunk extends string, Choice, Piece>(
  shape: AnswerShape<Whole, Chunk, Choice, Piece>,
  opened: OpenedAnswer,
  options: StreamOptions,
): Response {
  const encoder = new TextEncoder()
  const lines = writeEvents(shape, opened, options)
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await lines.next()
        if (next.done === true) controller.close()
        else controller.enqueue(encoder.encode(`data: ${next.value}\n\n`))
      },
      cancel: opened.onHangUp,
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

async function* writeEvents<Whole extends string, Chunk extends string, Choice, Piece>(
  shape: AnswerShape<Whole, Chunk, Choice, Piece>,
  { calls, events, created_ms }: OpenedAnswer,
  { includeUsage }: StreamOptions,
): AsyncGenerator<string> {
  const head = {
    id: answerId(shape.idPrefix, calls),
    object: shape.chunkObject,
    created: Math.floor(created_ms / 1000),
    model: calls[0].model.name,
  }
  const write = (index: number, piece: Piece, ofChoice: object = {}, ofAnswer: object = {}) =>
    JSON.stringify({
      ...head,
      choices: [{ index, ...piece, ...ofChoice }],
      ...(includeUsage ? { usage: null } : {}),
      ...ofAnswer,
    })
  const streams = calls.map((call) => shape.stream(call))
  const settled = new Map<number, SettledCall | undefined>()
  let failed: FailedEvent | undefined
  for (const [index, stream] of streams.entries()) for (const piece of stream.begin()) yield write(index, piece)
  for await (const event of events) {
    const { index } = event
    const [call, stream] = [calls[index], streams[index]]
    if (call === undefined || stream === undefined) throw new Error(`There is no choice ${index}.`)
    if (event.type !== 'text') settled.set(index, event.settled)
    if (event.type === 'failed') failed ??= event
    // After a failure nothing is told but that.
    if (failed !== undefined || event.type === 'failed') continue
    if (event.type === 'text') {
      for (const piece of stream.text(event)) yield write(index, piece)
      continue
    }
    const pieces = stream.end(event)
    for (const piece of pieces.slice(0, -1)) yield write(index, piece)
    const last = pieces[pieces.length - 1]
    const isEnd = settled.size === calls.length && !includeUsage
    const ofAnswer = isEnd ? { openledger: callEvidence(calls[0], settled.get(0)) } : {}
    if (last !== undefined) yield write(index, last, choiceEvidence(calls, call, event.settled), ofAnswer)
  }
  const openledger = callEvidence(calls[0], settled.get(0))
  if (failed !== undefined) {
    yield JSON.stringify({ ...errorBody(failed.error), openledger, ...evidenceOfAll(calls, settled) })
    return
  }
  if (includeUsage) yield JSON.stringify({ ...head, choices: [], usage: usageOf(settled.values()), openledger })
  yield '[DONE]'
}

/** What each choice of a failed answer was billed, where there are several. */
function evidenceOfAll(
  calls: ChoiceCalls,
  settled: ReadonlyMap<number, SettledCall | undefined>,
): { readonly choices?: readonly { readonly index: number; readonly openledger: CallEvidence }[] } {
  if (calls.length === 1) return {}
  return { choices: calls.map((call, index) => ({ index, openledger: callEvidence(call, settled.get(index)) })) }
}
