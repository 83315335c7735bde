import type { Quality } from '@openledger/core/api/checks.ts'
import type { RecordContent } from '../record/recordContent.ts'
import { languageOf } from './language.ts'
import { recordTexts } from './recordTexts.ts'

type Part = Quality['parts'][number]

/**
 * The parts of a record's quality that follow from its form: what it lacks, and how much that takes off.
 * Readability by Flesch 1948, "A new readability yardstick", in English alone.
 */
export function formOf(content: RecordContent): Part[] {
  const texts = recordTexts(content)
  const all = texts.map(({ text }) => text).join('\n')
  const words = all.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu) ?? []
  const language = languageOf(all)
  return [
    ...lengthOf(content, words.length),
    ...varietyOf(words),
    ...(language === undefined && words.length >= 8
      ? [{ name: 'language', points: -10, reason: 'Its language can’t be told.' }]
      : []),
    ...(language?.language === 'en' ? readabilityOf(all, words) : []),
    ...shapeOf(content, all),
  ]
}

function lengthOf(content: RecordContent, words: number): Part[] {
  const least = content.kind === 'document' ? 25 : 8
  if (words >= least) return []
  const points = -Math.ceil((30 * (least - words)) / least)
  return [
    { name: 'length', points, reason: `It is short: ${words} words, where ${least} say something by themselves.` },
  ]
}

function varietyOf(words: readonly string[]): Part[] {
  if (words.length < 20) return []
  const share = new Set(words.map((word) => word.toLowerCase())).size / Math.min(words.length, 100)
  if (share >= 0.45) return []
  return [{ name: 'variety', points: -Math.ceil((0.45 - share) * 60), reason: 'It says the same words often.' }]
}

function readabilityOf(text: string, words: readonly string[]): Part[] {
  if (words.length < 30) return []
  const sentences = Math.max(1, text.match(/[.!?]+(?:\s|$)|\n+/g)?.length ?? 1)
  const syllables = words.reduce((sum, word) => sum + Math.max(1, word.match(/[aeiouy]+/gi)?.length ?? 1), 0)
  const ease = 206.835 - (1.015 * words.length) / sentences - (84.6 * syllables) / words.length
  if (ease >= 10) return []
  return [{ name: 'readability', points: -10, reason: 'Its sentences are long, or its words: hard to read.' }]
}

function shapeOf(content: RecordContent, text: string): Part[] {
  const parts: Part[] = []
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  const capitals = text.match(/\p{Lu}/gu)?.length ?? 0
  if (letters >= 40 && capitals > letters * 0.6)
    parts.push({ name: 'capitals', points: -15, reason: 'Most of it is in capitals.' })
  if (text.length >= 40 && letters < text.length * 0.3)
    parts.push({ name: 'signs', points: -15, reason: 'It is made of digits and signs more than of words.' })
  if (content.kind === 'qa' && content.prompts.length === 1)
    parts.push({ name: 'wordings', points: -5, reason: 'It has one wording of the prompt; two or three teach more.' })
  if (content.kind === 'document' && !/[.!?。！？…"”)\]:;]\s*$/u.test(content.text))
    parts.push({ name: 'ending', points: -5, reason: 'Its text stops in the middle of a sentence.' })
  return parts
}
