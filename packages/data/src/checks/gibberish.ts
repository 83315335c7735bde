import type { RecordContent } from '../record/recordContent.ts'
import type { ContentCheck } from './check.ts'
import { wordSurprise } from './wordSurprise.ts'

/** Fewer letter pairs than this say nothing about a text. */
const pairsMin = 12
/** Surprise that written language stays below, in bits a pair; short texts scatter more and get more room. */
const bitsLimit = 5.1
const bitsOfShortTexts = 5

/**
 * Refuses texts whose letters do not follow each other as in written language: keyboard rows, random letters.
 * Only Latin letters are judged. Repeated words count once, so wordings around a nonsense word do not hide it, and
 * neither does a long text of few words.
 */
export const gibberish: ContentCheck = {
  name: 'gibberish',
  run: (content) =>
    partsToJudge(content)
      .filter(({ text }) => isGibberish(text))
      .map(({ name }) => ({
        check: 'gibberish',
        verdict: 'refuse',
        code: 'DATA_GIBBERISH',
        reason: `The letters of ${name} do not form words; write it in plain language.`,
      })),
}

/** True where the different words of a text are more surprising than written language gets. */
export function isGibberish(text: string): boolean {
  const words = new Set(text.split(/\s+/u).map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')))
  const { halfBits, pairs } = wordSurprise([...words].join(' '))
  return pairs >= pairsMin && halfBits / 2 / pairs > bitsLimit + bitsOfShortTexts / pairs
}

function partsToJudge(content: RecordContent): { readonly name: string; readonly text: string }[] {
  return content.kind === 'qa'
    ? [
        { name: 'the prompts', text: content.prompts.join('\n') },
        { name: 'the answer', text: content.answer },
      ]
    : [{ name: 'the document', text: `${content.title}\n${content.text}` }]
}
