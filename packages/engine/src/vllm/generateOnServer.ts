import type { Token } from 'node-llama-cpp'
import type { TokenEvent } from '../engine.ts'
import type { ChatTokenizer } from '../llamacpp/tokenizer.ts'
import { TokenTextStream } from '../text/tokenTextStream.ts'
import { completionTokens } from './completionTokens.ts'
import type { CompletionPiece } from './server/answers.ts'
import { cut } from './server/serverError.ts'

/**
 * Turns a streamed completion into events. Each token that the server delivered counts, and none that it may have gone on
 * to produce: after a stop text, the most tokens or an abort nothing more is read, and the connection closes.
 *
 * @param pieces of the server's answer, begun already
 * @throws ENGINE_STREAM_CUT, ENGINE_SERVER_*, after the events of all tokens that were delivered
 */
export async function* generateOnServer(
  pieces: AsyncIterable<CompletionPiece>,
  options: {
    readonly inputTokens: number
    readonly maxTokens: number
    readonly stop: readonly string[]
    readonly topLogprobs: number
    readonly tokenizer: ChatTokenizer
    readonly signal?: AbortSignal | undefined
  },
): AsyncGenerator<TokenEvent> {
  const { tokenizer, signal, topLogprobs, maxTokens } = options
  yield { type: 'start', inputTokens: options.inputTokens }

  const text = new TokenTextStream({ decode: tokenizer.decode, stop: options.stop })
  let [inputTokens, outputTokens] = [0, 0]
  const end = (reason: 'stop' | 'length' | 'cancelled'): TokenEvent[] => [
    ...text.flush(),
    { type: 'end', reason, inputTokens, outputTokens },
  ]
  try {
    for await (const piece of pieces) {
      // The prompt counts as read with the first that follows from it.
      inputTokens = options.inputTokens
      for (const { tokenId, logprob, top } of completionTokens(piece, topLogprobs, tokenizer.vocabularySize)) {
        if (signal?.aborted) return yield* end('cancelled')
        if (tokenizer.isEnd(tokenId as Token)) return yield* end('stop')
        outputTokens++
        const named = top.map((one) => ({ text: tokenizer.decode([one.tokenId], []), ...one }))
        const { events, stopped } = text.push({ tokenId, logprob, ...(topLogprobs > 0 ? { top: named } : {}) })
        yield* events
        if (stopped) return yield* end('stop')
        if (outputTokens === maxTokens) return yield* end('length')
      }
      const finish = piece.choices[0]?.finish_reason
      if (finish === 'length' || finish === 'stop') return yield* end(finish)
      if (finish != null) throw cut(`the vLLM server ended an answer: ${finish}`)
    }
    throw cut('the vLLM server ended an answer without a reason')
  } catch (error) {
    if (signal?.aborted) return yield* end('cancelled')
    yield* text.flush()
    throw error
  }
}
