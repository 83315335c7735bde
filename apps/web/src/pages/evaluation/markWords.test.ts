import { expect, test } from 'vitest'
import { markWords } from './markWords.ts'

const marked = (answer: string, expected: string) =>
  markWords(answer, expected)
    .map(({ text, isOther }) => (isOther ? `[${text.trim()}]` : text.trim()))
    .join(' ')

test('what the expected answer has in the same order stays unmarked', () => {
  expect(marked('A lamp of oil', 'a lamp of oil.')).toBe('A lamp of oil')
  expect(marked('The blue lamp burns', 'The red lamp burns')).toBe('The [blue] lamp burns')
  expect(marked('whale oil', 'oil of the whale')).toBe('whale [oil]')
  expect(marked('something else', 'an answer')).toBe('[something else]')
  expect(marked('one two one', 'one one')).toBe('one [two] one')
})

test('nothing is lost, whatever is compared', () => {
  for (const answer of ['', ' ', 'a  b\n c', 'x'.repeat(50), 'word '.repeat(900)])
    expect(
      markWords(answer, 'a c')
        .map(({ text }) => text)
        .join(''),
    ).toBe(answer)
})
