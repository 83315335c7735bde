import { type ChatRequest, chatChunkSchema, createChatCompletion } from '@openledger/core/api/chat.ts'
import { errorBodySchema } from '@openledger/core/api/errorBody.ts'
import type { Route } from '@openledger/core/api/generation.ts'
import { readServerSentEvents } from '@openledger/sdk/readServerSentEvents.ts'
import { ApiError } from '../../api/apiError.ts'
import { send } from '../../api/ask.ts'
import { text } from '../../text/text.ts'

/** What a streamed answer brings, piece by piece. */
export type AnswerPart = {
  readonly callId?: string
  readonly text?: string
  /** With the end of an answer whose model was left to the gateway. */
  readonly route?: Route
  readonly citations?: readonly { readonly title: string; readonly url: string }[]
}

/**
 * Asks a model and hands on its answer as it is written.
 *
 * @param signal stops the answer; what was produced until then is billed
 * @throws ApiError before or in the middle of the answer, with WEB_STREAM_CUT where the connection went away before its end;
 *   the signal's reason when stopped
 */
export async function* streamAnswer(body: ChatRequest, key: string, signal: AbortSignal): AsyncGenerator<AnswerPart> {
  const response = await send(createChatCompletion, { body: { ...body, stream: true }, key, signal })
  if (response.body === null) throw cut()
  const events = readServerSentEvents(response.body)[Symbol.asyncIterator]()
  for (;;) {
    const next = await events.next().catch((cause: unknown) => {
      if (signal.aborted) throw cause
      throw cut(cause)
    })
    if (next.done === true) throw cut()
    const { data } = next.value
    if (data === '[DONE]') return
    const json: unknown = JSON.parse(data)
    const failed = errorBodySchema.safeParse(json)
    if (failed.success) {
      const { code, message, hint } = failed.data.error
      throw new ApiError({ code, message, hint, status: response.status })
    }
    const chunk = chatChunkSchema.parse(json)
    const delta = chunk.choices[0]?.delta
    const callId = chunk.openledger?.callId ?? callIdOf(chunk.id)
    yield {
      ...(callId === undefined ? {} : { callId }),
      ...(delta?.content === undefined ? {} : { text: delta.content }),
      ...(chunk.openledger?.route === undefined ? {} : { route: chunk.openledger.route }),
      ...(delta?.annotations === undefined
        ? {}
        : { citations: delta.annotations.map(({ url_citation: { title, url } }) => ({ title, url })) }),
    }
  }
}

function cut(cause?: unknown): ApiError {
  const { cut: message, cutHint: hint } = text.chat
  return new ApiError({ code: 'WEB_STREAM_CUT', status: 0, message, hint }, cause)
}

/** A completion's id carries the call's. */
function callIdOf(id: string): string | undefined {
  const hex = /(?:0x)?([0-9a-f]{64})$/.exec(id)?.[1]
  return hex === undefined ? undefined : `0x${hex}`
}
