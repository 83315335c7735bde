/** A sentence of a text without the white space around it: UTF-16 code units, end excluded. */
export type Sentence = { readonly start: number; readonly end: number }

/** The sentences of a text, as Unicode cuts it (UAX 29); none for a text of white space. */
export function sentencesOf(text: string): Sentence[] {
  return [...new Intl.Segmenter('en', { granularity: 'sentence' }).segment(text)].flatMap(({ segment, index }) => {
    const start = index + (segment.length - segment.trimStart().length)
    const end = index + segment.trimEnd().length
    return end > start ? [{ start, end }] : []
  })
}
