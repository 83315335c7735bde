import type { RecordContent } from '@openledger/data/record/recordContent.ts'

/** A text of a record, and which of them it is: `text`, `answer`, or `prompts.N`, as its content names them. */
export type RecordPart = { readonly part: string; readonly text: string }

/** The texts of a record in which an answer may be found word for word. A document's title is none of its own words. */
export function recordParts(content: RecordContent): readonly RecordPart[] {
  if (content.kind === 'document') return [{ part: 'text', text: content.text }]
  const prompts = content.prompts.map((text, number) => ({ part: `prompts.${number}`, text }))
  return [{ part: 'answer', text: content.answer }, ...prompts]
}
