import type { TextChange } from '../ingest/parsed.ts'

/** What a record may not hold: control characters but tab and line feed, and two non-characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const forbidden = /[\u0000-\u0008\u000b-\u001f\u007f\ufffe\uffff]/gu
/** Most texts hold nothing of this and are done. */
const suspicious = /[^\t\n\u0020-\u007e]/u

/** A text that a record takes, and what had to be changed for it. */
export type CleanText = { readonly text: string; readonly changes: readonly TextChange[] }

/**
 * Makes a text valid for a record without changing what a reader reads: line endings LF, well-formed Unicode in NFC,
 * no control characters. Cleaning twice changes nothing more.
 */
export function cleanText(text: string): CleanText {
  if (!suspicious.test(text)) return { text, changes: [] }
  const changes: TextChange[] = []
  let clean = text
  if (clean.includes('\r')) {
    clean = clean.replace(/\r\n?/g, '\n')
    changes.push('line endings made LF')
  }
  if (!clean.isWellFormed()) {
    clean = clean.toWellFormed()
    changes.push('broken characters replaced')
  }
  const without = clean.replace(forbidden, '')
  if (without !== clean) {
    clean = without
    changes.push('control characters removed')
  }
  const composed = clean.normalize('NFC')
  if (composed !== clean) {
    clean = composed
    changes.push('brought to NFC')
  }
  return { text: clean, changes }
}
