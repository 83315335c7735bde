import { tellingTokens, tokenise } from './tokenise.ts'

/** A text as sets of tokens: all that are not frame words, and the critical ones among them. */
export type TextFeatures = { readonly content: ReadonlySet<string>; readonly critical: ReadonlySet<string> }

/**
 * How much an agreement of answers says: a *code* or a *long* answer is hardly given to two questions by chance, a
 * *phrase* now and then, a *generic* one ("yes", "right", "1812") all the time.
 */
export type AnswerKind = 'code' | 'long' | 'phrase' | 'generic'

export type QaFeatures = {
  readonly kind: 'qa'
  readonly prompts: readonly TextFeatures[]
  readonly answer: TextFeatures & { readonly compact: string; readonly answerKind: AnswerKind }
  /** Tokens under which the record is found. */
  readonly keys: ReadonlySet<string>
}

/** Answers of at least this many tokens may differ in wording. */
export const longAnswerTokens = 5

/** Describes a question and answer record for comparison. */
export function qaFeatures(prompts: readonly string[], answer: string): QaFeatures {
  const described = prompts.map(textFeatures)
  const answerFeatures = textFeatures(answer)
  const compact = tokenise(answer)
    .map(({ text }) => text)
    .join('')
  return {
    kind: 'qa',
    prompts: described,
    answer: { ...answerFeatures, compact, answerKind: answerKind(answerFeatures) },
    keys: new Set([...described.flatMap(({ content }) => [...content]), ...answerFeatures.content, compact]),
  }
}

/** True for tokens such as "a000": letters and digits. */
export function isCode(token: string): boolean {
  return token.length >= 3 && /\p{N}/u.test(token) && /\p{L}/u.test(token)
}

function textFeatures(text: string): TextFeatures {
  const tokens = tellingTokens(text)
  return {
    content: new Set(tokens.map((token) => token.text)),
    critical: new Set(tokens.filter(({ critical }) => critical).map((token) => token.text)),
  }
}

function answerKind({ content, critical }: TextFeatures): AnswerKind {
  if ([...critical].some(isCode)) return 'code'
  if (content.size >= longAnswerTokens) return 'long'
  return content.size - critical.size >= 2 ? 'phrase' : 'generic'
}
