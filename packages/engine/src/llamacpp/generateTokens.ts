import type { Token } from 'node-llama-cpp'
import type { TokenEvent } from '../engine.ts'
import { TokenTextStream } from '../text/tokenTextStream.ts'
import type { Compute } from './compute.ts'
import type { ContextSlot } from './contextSlot.ts'
import { evaluatePrompt } from './evaluatePrompt.ts'
import type { GrammarState } from './grammarState.ts'
import { nextToken, type Sampling } from './nextToken.ts'
import type { ChatTokenizer } from './tokenizer.ts'

/**
 * Evaluates a prompt and produces the answer's tokens in one context.
 * @param options.prompt tokens of the rendered conversation, not empty
 * @param options.signal stops before the next token
 * @returns start, one event per token, end: the counts in `end` are what was evaluated and produced
 */
export async function* generateTokens(options: {
  readonly slot: ContextSlot
  readonly prompt: readonly Token[]
  readonly sampling: Sampling
  readonly maxTokens: number
  readonly stop: readonly string[]
  /** How many of the likeliest tokens each event names. */
  readonly topLogprobs: number
  /** The answer must follow it. */
  readonly grammar?: GrammarState | undefined
  readonly tokenizer: ChatTokenizer
  readonly compute: Compute
  readonly reusePrefix: boolean
  readonly signal?: AbortSignal | undefined
}): AsyncGenerator<TokenEvent> {
  const { slot, prompt, sampling, grammar, tokenizer, compute, signal } = options
  yield { type: 'start', inputTokens: prompt.length }

  const text = new TokenTextStream({ decode: tokenizer.decode, stop: options.stop })
  let inputTokens = await evaluatePrompt(slot, prompt, options)
  let current = prompt[prompt.length - 1]
  let outputTokens = 0
  let reason: 'stop' | 'length' | 'cancelled' = 'cancelled'

  const leave = compute.join(slot.context)
  try {
    while (current !== undefined && !signal?.aborted) {
      const step = outputTokens
      const next = await nextToken(slot, current, { compute, sampling, step, top: options.topLogprobs, grammar })
      inputTokens = prompt.length
      if (tokenizer.isEnd(next.token)) {
        reason = 'stop'
        break
      }
      outputTokens++
      grammar?.accept(next.token)
      const top = next.top.map(({ token, logprob }) => ({
        text: tokenizer.decode([token], []),
        tokenId: token,
        logprob,
      }))
      const { events, stopped } = text.push({
        tokenId: next.token,
        logprob: next.logprob,
        ...(options.topLogprobs > 0 ? { top } : {}),
      })
      yield* events
      if (stopped || outputTokens === options.maxTokens) {
        reason = stopped ? 'stop' : 'length'
        break
      }
      current = next.token
    }
  } finally {
    leave()
  }
  yield* text.flush()
  yield { type: 'end', reason, inputTokens, outputTokens }
}
