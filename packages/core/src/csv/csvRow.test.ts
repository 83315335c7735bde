import { expect, test } from 'vitest'
import { csvRow } from './csvRow.ts'

test('cells are quoted, numbers are not, quotes are doubled', () => {
  expect(csvRow(['a "b", c', 3, 10n ** 20n, 'two\r\nlines'])).toBe(
    '"a ""b"", c",3,100000000000000000000,"two\r\nlines"\r\n',
  )
})

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =HYPERLINK("http://x")', '\n=1'])(
  'what a spreadsheet would compute stays text: %j',
  (cell) => {
    expect(csvRow([cell])).toBe(`"'${cell.replaceAll('"', '""')}"\r\n`)
  },
)

test('what only holds such a sign is as it was', () => {
  expect(csvRow(['1-2', 'a=b', '0x12'])).toBe('"1-2","a=b","0x12"\r\n')
})
