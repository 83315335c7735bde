import fc from 'fast-check'
import { expect, it } from 'vitest'
import { recordContentSchema } from '../record/recordContent.ts'
import { cleanText } from './cleanText.ts'

it('says what it changed', () => {
  expect(cleanText('plain')).toEqual({ text: 'plain', changes: [] })
  expect(cleanText('a\r\nb\rc')).toEqual({ text: 'a\nb\nc', changes: ['line endings made LF'] })
  expect(cleanText('e\u0301')).toEqual({ text: 'é', changes: ['brought to NFC'] })
  expect(cleanText('a\u0000b\u0007')).toEqual({ text: 'ab', changes: ['control characters removed'] })
  expect(cleanText('a\ud800')).toEqual({ text: 'a\ufffd', changes: ['broken characters replaced'] })
})

it('makes any text one that a record takes, and leaves it alone the second time', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (raw) => {
      const { text } = cleanText(`word ${raw}`)
      expect(cleanText(text)).toEqual({ text, changes: [] })
      expect(recordContentSchema.safeParse({ kind: 'qa', prompts: [text], answer: text }).success).toBe(true)
    }),
  )
})
