import type { RecordContent } from './recordContent.ts'

/**
 * Canonical JSON (RFC 8785) of a record's content: the bytes that its record id hashes.
 * A record holds strings only, for which `JSON.stringify` already writes what RFC 8785 asks; what is left is the
 * order of the keys.
 *
 * @example canonicalRecord({ kind: 'qa', prompts: ['2 + 2?'], answer: '4' }) // {"answer":"4","kind":"qa","prompts":["2 + 2?"]}
 */
export function canonicalRecord(content: RecordContent): string {
  return content.kind === 'qa'
    ? JSON.stringify({ answer: content.answer, kind: content.kind, prompts: content.prompts })
    : JSON.stringify({ kind: content.kind, text: content.text, title: content.title, url: content.url })
}
