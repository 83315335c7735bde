import type { RecordContent } from '../record/recordContent.ts'

/** A text of a record and how to name it to its contributor. */
export type RecordText = { readonly name: string; readonly text: string }

/** The texts of a record that a reader reads, in their order; a document's address is not one of them. */
export function recordTexts(content: RecordContent): readonly RecordText[] {
  if (content.kind === 'document') {
    return [
      { name: 'the title', text: content.title },
      { name: 'the text', text: content.text },
    ]
  }
  return [
    ...content.prompts.map((text, at) => ({ name: `prompt ${at + 1}`, text })),
    { name: 'the answer', text: content.answer },
  ]
}
