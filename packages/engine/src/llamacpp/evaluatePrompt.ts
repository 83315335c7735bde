import type { Token } from 'node-llama-cpp'
import type { Compute } from './compute.ts'
import type { ContextSlot } from './contextSlot.ts'

/** Prompt tokens evaluated at once. A cancelled call stops at the next chunk. */
export const PROMPT_CHUNK = 64

/**
 * Evaluates a prompt except its last token, which the first step evaluates.
 *
 * The last bits of llama.cpp's results depend on how tokens are cut into batches. Chunks begin at multiples of
 * PROMPT_CHUNK and only whole ones are reused from the call before: so the numbers are a function of the prompt alone.
 *
 * @param tokens the whole prompt, at least one token
 * @param options.reusePrefix keep the chunks that this prompt shares with the context's last one
 * @returns how many tokens are evaluated: tokens.length − 1, or fewer when `signal` was aborted
 */
export async function evaluatePrompt(
  slot: ContextSlot,
  tokens: readonly Token[],
  options: {
    readonly compute: Compute
    readonly reusePrefix: boolean
    /** Nobody waits for it. */
    readonly background?: boolean
    readonly signal?: AbortSignal | undefined
  },
): Promise<number> {
  const end = tokens.length - 1
  const reused = options.reusePrefix ? sharedChunks(slot.chunked, tokens.slice(0, end)) : 0
  slot.chunked = tokens.slice(0, reused)
  await slot.sequence.eraseContextTokenRanges([{ start: reused, end: slot.sequence.nextTokenIndex }])

  let done = reused
  while (done < end && !options.signal?.aborted) {
    if (options.background) await options.compute.stepBack()
    const chunk = tokens.slice(done, Math.min(done + PROMPT_CHUNK, end))
    await options.compute.batch(slot.context, chunk.length, () => slot.sequence.controlledEvaluate(chunk))
    done += chunk.length
    if (chunk.length === PROMPT_CHUNK) slot.chunked = tokens.slice(0, done)
  }
  return done
}

/** Length of the common beginning, in whole chunks. */
function sharedChunks(a: readonly Token[], b: readonly Token[]): number {
  const length = Math.min(a.length, b.length)
  let shared = 0
  while (shared < length && a[shared] === b[shared]) shared++
  return shared - (shared % PROMPT_CHUNK)
}
