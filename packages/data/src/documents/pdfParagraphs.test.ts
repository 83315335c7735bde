import { expect, it } from 'vitest'
import { pdfParagraphs } from './pdfParagraphs.ts'

const line = (text: string, y: number) => ({ text, ends: true, y, height: 10 })

it('parts paragraphs at gaps and jumps, and makes hyphenated words whole', () => {
  const runs = [
    { text: 'A ', ends: false, y: 700, height: 10 },
    line('para-', 700),
    line('graph, a well-', 688),
    line('Known one.', 676),
    line('Another', 640),
    line('', 628),
    line('third', 616),
    line('next column', 700),
  ]
  expect(pdfParagraphs(runs)).toEqual(['A paragraph, a well- Known one.', 'Another', 'third', 'next column'])
})
