import type { RecordContent } from '../record/recordContent.ts'
import type { Finding, Place } from './check.ts'
import { recordTexts } from './recordTexts.ts'

/**
 * A record's content with a word in brackets in place of everything that findings point at: `[email]`, `[phone]`. It is
 * another content with another id, to be contributed as a record of its own.
 *
 * @example redact({ kind: 'qa', prompts: ['Who?'], answer: 'a@b.org' }, findings).answer // '[email]'
 */
export function redact(content: RecordContent, findings: readonly Pick<Finding, 'places'>[]): RecordContent {
  const places = findings.flatMap((finding) => finding.places ?? [])
  const texts = new Map(recordTexts(content).map(({ field, text }) => [field, withoutPlaces(text, field, places)]))
  const of = (field: string, text: string) => texts.get(field) ?? text
  return content.kind === 'document'
    ? { ...content, title: of('title', content.title), text: of('text', content.text) }
    : {
        ...content,
        prompts: content.prompts.map((text, at) => of(`prompts.${at}`, text)),
        answer: of('answer', content.answer),
      }
}

function withoutPlaces(text: string, field: string, places: readonly Place[]): string {
  let redacted = ''
  let at = 0
  for (const place of places.filter((one) => one.field === field).sort((a, b) => a.start - b.start)) {
    // What overlaps an earlier place goes with it.
    if (place.start >= at) redacted += `${text.slice(at, place.start)}[${place.kind}]`
    at = Math.max(at, place.end)
  }
  return redacted + text.slice(at)
}
