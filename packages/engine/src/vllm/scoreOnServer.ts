import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { ScoreResult } from '../engine.ts'
import { engineErrors } from '../errors.ts'
import { scoredPromptSchema } from './server/answers.ts'
import type { VllmClient } from './server/vllmClient.ts'

/**
 * Log-probability of each continuation token after a prompt. The server reads both as one prompt and says of each token
 * how likely it was; it produces one token more, which nobody asked for and nobody pays.
 * @throws ENGINE_SERVER_*
 */
export async function scoreOnServer(
  client: VllmClient,
  model: string,
  prompt: readonly number[],
  continuation: readonly number[],
): Promise<ScoreResult> {
  const body = { model, prompt: [...prompt, ...continuation], max_tokens: 1, temperature: 0, prompt_logprobs: 1 }
  const { choices } = await client.ask('/v1/completions', scoredPromptSchema, { body })
  const places = choices[0].prompt_logprobs.slice(prompt.length)
  const found = continuation.map((token, at) => {
    const named = places[at] ?? {}
    const given = named[token]
    const [likeliest] = Object.entries(named).find(([, { rank }]) => rank === 1) ?? []
    if (given === undefined || likeliest === undefined)
      throw new OpenLedgerError(
        engineErrors.ENGINE_SERVER_UNFIT,
        'the vLLM server did not score each token of a prompt',
      )
    return { logprob: given.logprob, likeliest: Number(likeliest) }
  })
  return {
    logprobs: found.map(({ logprob }) => logprob),
    tokens: [...continuation],
    likeliest: found.map(({ likeliest }) => likeliest),
    sum: found.reduce((sum, { logprob }) => sum + logprob, 0),
    inputTokens: prompt.length,
  }
}
