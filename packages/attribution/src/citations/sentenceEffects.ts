import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import type { TokenEffects } from './measureCitations.ts'
import { microNats } from './microNats.ts'
import { sentencesOf } from './sentencesOf.ts'

/** What each cited document did for one sentence of an answer. */
export type SentenceEffects = {
  /** Bytes of the answer's UTF-8, end excluded. */
  readonly start: number
  readonly end: number
  /** By how much each raised (or lowered) the sentence's log-probability, in micro-nats, in the order of the citations. */
  readonly citations: readonly { readonly commitment: Hex32; readonly score: bigint }[]
}

/**
 * Cuts what each cited document did for an answer by the answer's sentences. The log-probability of an answer is the sum
 * over its tokens and the fit is linear, so the effects on the tokens of a sentence sum to the effect on the sentence, and
 * those on all sentences to the citation's score (but for rounding). A token is of the sentence in which it ends.
 *
 * @param byteLengths of the answer's tokens, in order
 * @returns undefined where tokens and effects are not of the same text
 * @throws ATTRIBUTION_SCORE_INVALID
 */
export function sentenceEffects(
  answer: string,
  byteLengths: readonly number[],
  effects: readonly TokenEffects[],
): SentenceEffects[] | undefined {
  if (effects.some(({ byToken }) => byToken.length !== byteLengths.length)) return undefined
  const bytesBefore = (index: number) => new TextEncoder().encode(answer.slice(0, index)).length
  const sentences = sentencesOf(answer).map(({ start, end }) => ({ start: bytesBefore(start), end: bytesBefore(end) }))
  // What lies between two sentences goes to the later one; what follows the last, to the last.
  const of: number[] = []
  let at = 0
  let place = 0
  for (const length of byteLengths) {
    place += length
    while (at < sentences.length - 1 && place > (sentences[at]?.end ?? 0)) at += 1
    of.push(at)
  }
  return sentences.map((sentence, number) => ({
    ...sentence,
    citations: effects.map(({ commitment, byToken }) => ({
      commitment,
      score: microNats(byToken.reduce((sum, effect, token) => (of[token] === number ? sum + effect : sum), 0)),
    })),
  }))
}
