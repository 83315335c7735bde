import { type AnswerKind, isCode, longAnswerTokens, type QaFeatures, type TextFeatures } from './qaFeatures.ts'
import { jaccard, oneHoldsOther, oneSlipApart, sameTokens } from './similarity.ts'

/** Least similarity of the two most similar prompts, by how much the agreement of the answers says. */
const promptSimilarityMin: Readonly<Record<AnswerKind, number>> = { code: 0.5, long: 0.5, phrase: 0.65, generic: 0.9 }
/** Least similarity of two long answers, and of two that answer prompts about the same code. */
const longAnswerSimilarityMin = 0.8
export const roughAnswerSimilarityMin = 0.6

/**
 * Compares two question and answer records. They are nearly the same if their answers agree and some prompt of one
 * asks what some prompt of the other asks: no number, code or contrast word of theirs disagrees, and enough of the
 * remaining words are shared. One agreeing pair of prompts is enough, so added or left-out wordings hide nothing.
 *
 * @param isCommon tells tokens that occur in so many records that they say nothing ("ICD-10-CM code")
 * @returns similarity from 0 to 1, or undefined where the two are different facts
 */
export function sameQa(a: QaFeatures, b: QaFeatures, isCommon: (token: string) => boolean): number | undefined {
  const agreement = agreementOfAnswers(a.answer, b.answer)
  if (agreement === undefined) return undefined
  const kind = a.answer.answerKind
  // A code in both prompts, or in the answers, settles what is asked; but "yes" or "4" may be true of it in many ways.
  const namesSomething = a.answer.content.size > a.answer.critical.size
  const slips = kind === 'generic' ? undefined : oneSlipApart
  let best: number | undefined
  for (const promptA of a.prompts) {
    for (const promptB of b.prompts) {
      if (!oneHoldsOther(promptA.critical, promptB.critical)) continue
      const [x, y] = telling(promptA.content, promptB.content, isCommon)
      const similarity = jaccard(x, y, slips)
      const aboutOneCode = namesSomething && sharesCode(x, y)
      if (agreement === 'roughly' && !aboutOneCode) continue
      const least = promptSimilarityMin[aboutOneCode ? 'code' : kind]
      if (similarity >= least && similarity > (best ?? -1)) best = similarity
      if (best === 1) return 1
    }
  }
  return best
}

/** Answers that agree roughly have a word or a letter changed; that counts only where both prompts name one code. */
function agreementOfAnswers(a: QaFeatures['answer'], b: QaFeatures['answer']): 'fully' | 'roughly' | undefined {
  // Spaces inside a code or word do not matter; between digits they do.
  if (a.compact === b.compact && /\p{L}/u.test(a.compact)) return 'fully'
  if (!sameTokens(a.critical, b.critical)) return undefined
  const isLong = Math.min(a.content.size, b.content.size) >= longAnswerTokens
  const similarity = jaccard(a.content, b.content, oneSlipApart)
  if (isLong) {
    if (similarity >= longAnswerSimilarityMin) return 'fully'
    return similarity >= roughAnswerSimilarityMin ? 'roughly' : undefined
  }
  if (a.content.size > 0 && sameTokens(a.content, b.content)) return 'fully'
  return similarity === 1 ? 'roughly' : undefined
}

/** Leaves common tokens out of both, unless nothing would be left of one. */
function telling(
  a: TextFeatures['content'],
  b: TextFeatures['content'],
  isCommon: (token: string) => boolean,
): [ReadonlySet<string>, ReadonlySet<string>] {
  const x = new Set([...a].filter((token) => !isCommon(token)))
  const y = new Set([...b].filter((token) => !isCommon(token)))
  return x.size === 0 || y.size === 0 ? [a, b] : [x, y]
}

function sharesCode(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const token of a) if (isCode(token) && b.has(token)) return true
  return false
}
