import type { z } from 'zod'
import type { generateParamsSchema } from '../engine.ts'
import { outputGrammar } from '../llamacpp/outputGrammar.ts'

/**
 * What vLLM is asked: tokens in, tokens out. Chat template, stop texts and words stay ours, so that what is counted is
 * what was said; of the model's distribution nothing is bent that the request doesn't bend.
 *
 * @param model name of the base, or of adapters, on the server
 * @param ends tokens that end an answer
 */
export function completionBody(
  model: string,
  prompt: readonly number[],
  params: z.output<typeof generateParamsSchema> & { readonly seed: number },
  ends: readonly number[],
) {
  const { maxTokens, temperature, topP, seed, topLogprobs, output } = params
  return {
    model,
    prompt,
    stream: true,
    max_tokens: maxTokens,
    temperature,
    top_p: topP,
    seed,
    stop_token_ids: ends,
    logprobs: topLogprobs,
    return_token_ids: true,
    return_tokens_as_token_ids: true,
    add_special_tokens: false,
    // Those that a model's generation_config.json may set otherwise.
    top_k: 0,
    min_p: 0,
    repetition_penalty: 1,
    presence_penalty: 0,
    frequency_penalty: 0,
    ...(output === undefined ? {} : { structured_outputs: { grammar: outputGrammar(output) } }),
  }
}
