import type { RecordContent } from '../record/recordContent.ts'

/** A text of a record, where it stands (`prompts.0`), and how to name it to its contributor. */
export type RecordText = { readonly field: string; readonly name: string; readonly text: string }

/** The texts of a record that a reader reads, in their order; a document's address is not one of them. */
export function recordTexts(content: RecordContent): readonly RecordText[] {
  if (content.kind === 'document') {
    return [
      { field: 'title', name: 'the title', text: content.title },
      { field: 'text', name: 'the text', text: content.text },
    ]
  }
  return [
    ...content.prompts.map((text, at) => ({ field: `prompts.${at}`, name: `prompt ${at + 1}`, text })),
    { field: 'answer', name: 'the answer', text: content.answer },
  ]
}
