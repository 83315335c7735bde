import type { Token } from 'node-llama-cpp'
import type { ScoreResult } from '../engine.ts'
import type { Compute } from './compute.ts'
import type { ContextSlot } from './contextSlot.ts'
import { evaluatePrompt } from './evaluatePrompt.ts'
import { givenToken } from './nextToken.ts'

/**
 * Log-probability of each continuation token after a prompt.
 * @param options.prompt tokens of the rendered conversation, not empty
 * @param options.continuation tokens to be scored, not empty
 */
export async function scoreTokens(options: {
  readonly slot: ContextSlot
  readonly prompt: readonly Token[]
  readonly continuation: readonly Token[]
  readonly compute: Compute
  readonly reusePrefix: boolean
}): Promise<ScoreResult> {
  const { slot, prompt, continuation, compute } = options
  await evaluatePrompt(slot, prompt, options)
  const logprobs: number[] = []
  const likeliest: number[] = []
  let current = prompt[prompt.length - 1]
  for (const next of continuation) {
    if (current === undefined) break
    const place = await givenToken(slot, current, { compute, next })
    logprobs.push(place.logprob)
    likeliest.push(place.likeliest)
    current = next
  }
  return {
    logprobs,
    tokens: [...continuation],
    likeliest,
    sum: logprobs.reduce((sum, logprob) => sum + logprob, 0),
    inputTokens: prompt.length,
  }
}
