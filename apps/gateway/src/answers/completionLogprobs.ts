import type { CompletionLogprobs } from '@openledger/core/api/completions.ts'
import type { TokenLogprob } from '@openledger/core/api/tokenLogprobs.ts'

/**
 * Log-probabilities in the shape of OpenAI's older API. At each place are the likeliest tokens and the one that was
 * taken; of tokens with the same text the likeliest counts.
 *
 * @param offset where the first token begins in the text, UTF-16 code units
 */
export function completionLogprobs(tokens: readonly TokenLogprob[], offset: number): CompletionLogprobs {
  let next = offset
  return {
    tokens: tokens.map(({ token }) => token),
    token_logprobs: tokens.map(({ logprob }) => logprob),
    top_logprobs: tokens.map((taken) => {
      const likeliest = [...taken.top_logprobs, taken].sort((a, b) => a.logprob - b.logprob)
      return Object.fromEntries(likeliest.map(({ token, logprob }) => [token, logprob]))
    }),
    text_offset: tokens.map(({ token }) => {
      const start = next
      next += token.length
      return start
    }),
  }
}
