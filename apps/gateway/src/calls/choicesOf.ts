import type { PreparedCall } from './prepareCall.ts'

/**
 * The calls of an answer's choices: `n` for each prompt, prompt by prompt. Choice `index` is drawn with the seed + index.
 *
 * @param prompts the call of each prompt
 */
export function choicesOf(prompts: readonly PreparedCall[], n: number): readonly PreparedCall[] {
  const choices = prompts.flatMap((call) => Array.from({ length: n }, () => call))
  return choices.map((call, index) => {
    const { params } = call.request
    return { ...call, request: { ...call.request, params: { ...params, seed: seedOf(params.seed, index) } } }
  })
}

/** Seeds are integers that a double holds: after the greatest comes 0. */
function seedOf(seed: number | null, index: number): number | null {
  return seed === null ? null : Number(BigInt.asUintN(53, BigInt(seed) + BigInt(index)))
}
