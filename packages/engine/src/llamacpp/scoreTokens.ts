import type { ControlledEvaluateInputItem, Token } from 'node-llama-cpp'
import type { ScoreRequest, ScoreResult } from '../engine.ts'
import type { Compute } from './compute.ts'
import type { ContextSlot } from './contextSlot.ts'
import { evaluatePrompt, PROMPT_CHUNK } from './evaluatePrompt.ts'
import { noResult } from './nextToken.ts'

/** A continuation's token at its place: the one before it, which is evaluated, and itself, whose probability is read. */
type Place = { readonly before: Token; readonly given: Token }

/**
 * Log-probability of each continuation token after a prompt. Calls go first.
 * @param options.prompt tokens of the rendered conversation, not empty
 * @param options.continuation tokens to be scored, not empty
 * @param options.evaluation `step`: each token by itself, as in generation; `batch`: PROMPT_CHUNK at once, counted from
 *   the prompt's end, so that the numbers are a function of prompt and continuation alone
 */
export async function scoreTokens(options: {
  readonly slot: ContextSlot
  readonly prompt: readonly Token[]
  readonly continuation: readonly Token[]
  readonly compute: Compute
  readonly reusePrefix: boolean
  readonly evaluation: NonNullable<ScoreRequest['evaluation']>
}): Promise<ScoreResult> {
  const { slot, prompt, continuation, compute, evaluation } = options
  await evaluatePrompt(slot, prompt, { ...options, background: true })
  const before = [...prompt.slice(-1), ...continuation]
  const places = continuation.map((given, at): Place => ({ before: before[at] ?? given, given }))
  const size = evaluation === 'step' ? 1 : PROMPT_CHUNK
  const found: { readonly logprob: number; readonly likeliest: Token }[] = []
  for (let at = 0; at < places.length; at += size) {
    await compute.stepBack()
    found.push(...(await readPlaces(slot, compute, places.slice(at, at + size))))
  }
  return {
    logprobs: found.map(({ logprob }) => logprob),
    tokens: [...continuation],
    likeliest: found.map(({ likeliest }) => likeliest),
    sum: found.reduce((sum, { logprob }) => sum + logprob, 0),
    inputTokens: prompt.length,
  }
}

/** Evaluates tokens in one batch and reads at each the log-probability of the given next one and which is likeliest. */
async function readPlaces(slot: ContextSlot, compute: Compute, places: readonly Place[]) {
  const input = places.map(
    ({ before, given }): ControlledEvaluateInputItem => [
      before,
      {
        generateNext: {
          token: true,
          totalLogitWeight: true,
          options: { temperature: 0 },
          logits: { filter: { tokens: [given], includeSelected: true } },
        },
      },
    ],
  )
  const evaluate = () => slot.sequence.controlledEvaluate(input)
  const results = await (places.length === 1
    ? compute.step(slot.context, evaluate)
    : compute.batch(slot.context, places.length, evaluate))
  return places.map(({ given }, at) => {
    const { token: likeliest, totalLogitWeight, logits } = results[at]?.next ?? {}
    const logit = logits?.get(given)
    if (logit === undefined || likeliest == null || totalLogitWeight === undefined) throw noResult()
    const greatest = logits?.get(likeliest)
    if (greatest === undefined) throw noResult()
    return { logprob: logit - greatest - Math.log(totalLogitWeight), likeliest }
  })
}
