import { eld } from 'eld/small'
import type { ContentCheck } from './check.ts'
import { recordTexts } from './recordTexts.ts'

/** Shorter texts are not judged, in letters: names, codes and formulas belong to every language. */
const lettersMin = 20
/** A text is of another language only where it fits that one better than each of the Datanet's by this much. */
const lead = 0.08

/**
 * Refuses records that are written in none of the Datanet's languages, if it names any. Judged is the whole record, by
 * the n-grams of eld; where it can't tell, or hardly, the record passes.
 */
export const language: ContentCheck = {
  name: 'language',
  run: (content, { settings: { languages } }) => {
    if (languages.length === 0) return []
    const found = languageOf(
      recordTexts(content)
        .map(({ text }) => text)
        .join('\n'),
    )
    if (found === undefined || languages.includes(found.language)) return []
    if (languages.some((wanted) => found.score - (found.scores[wanted] ?? 0) < lead)) return []
    return [
      {
        check: 'language',
        verdict: 'refuse',
        code: 'DATA_LANGUAGE',
        reason: `This is written in ${nameOf(found.language)}; the Datanet takes ${languages.map(nameOf).join(', ')}.`,
      },
    ]
  },
}

/** A text's language (ISO 639-1), and how well each language fits, from 0 to 1. */
type FoundLanguage = {
  readonly language: string
  readonly score: number
  readonly scores: Readonly<Record<string, number>>
}

/** Enough of a text to tell its language. */
const lettersMax = 300

/** The text asked for last: the check and the quality score ask for the same one. */
let last: { readonly text: string; readonly found: FoundLanguage | undefined } | undefined

/** The language of a text; undefined where it can't be told. */
export function languageOf(text: string): FoundLanguage | undefined {
  if (last?.text !== text) last = { text, found: detect(text) }
  return last.found
}

function detect(whole: string): FoundLanguage | undefined {
  const text = whole.slice(0, lettersMax)
  const least = /[^\p{sc=Latin}\P{L}]/u.test(text) ? lettersMin / 4 : lettersMin
  if ((text.match(/\p{L}/gu)?.length ?? 0) < least) return undefined
  const result = eld.detect(text)
  if (result.language === '' || !result.isReliable()) return undefined
  const scores = result.getScores()
  return { language: result.language, score: scores[result.language] ?? 0, scores }
}

const names = new Intl.DisplayNames('en', { type: 'language' })

function nameOf(language: string): string {
  return names.of(language) ?? language
}
