import { expect, it } from 'vitest'
import { codesOf, contentsOf, parseAll } from '../../test/parseAll.ts'

it('finds the delimiter, quotes across lines, and where each row was', async () => {
  const csv = 'question;answer\r\n"a;\r\nb";c\r\n\r\nd;e\r\n'
  const items = await parseAll('semicolons.csv', csv)
  expect(contentsOf(items)).toEqual([
    { kind: 'qa', prompts: ['a;\nb'], answer: 'c' },
    { kind: 'qa', prompts: ['d'], answer: 'e' },
  ])
  expect(items.map(({ place }) => place)).toEqual([
    { path: 'semicolons.csv', row: 1, line: 2, bytes: [17, 28] },
    { path: 'semicolons.csv', row: 2, line: 5, bytes: [30, 35] },
  ])
})

it('keeps the rows of a file in mixed encodings, and says which were read as what', async () => {
  const encode = (text: string) => [...new TextEncoder().encode(text)]
  const bytes = new Uint8Array([...encode('question,answer\nWo?,Köln\nWer?,Zo'), 0xeb, ...encode('\n')])
  const items = await parseAll('mixed.csv', bytes)
  expect(contentsOf(items).map((content) => content.kind === 'qa' && content.answer)).toEqual(['Köln', 'Zoë'])
  expect(items.map((item) => item.kind === 'record' && item.changes)).toEqual([[], ['read as windows-1252']])
})

it('leaves out what has other columns, is too long, or is never closed', async () => {
  const long = 'x'.repeat(2 ** 20)
  const csv = `question,answer\na\nb,c,d\ne,${long}\nf,g\n"h,i`
  const items = await parseAll('odd.csv', csv)
  expect(codesOf(items)).toEqual(['DATA_CSV_UNEVEN', 'DATA_CSV_UNEVEN', 'DATA_LINE_TOO_LONG', 'DATA_CSV_QUOTE'])
  expect(contentsOf(items)).toEqual([{ kind: 'qa', prompts: ['f'], answer: 'g' }])
})

it.each(['a,a\n1,2', ',\n1,2', `${'x,'.repeat(1_001)}x\n`])(
  'refuses a first row that names no columns: %.8s',
  async (csv) => {
    await expect(parseAll('head.csv', csv)).rejects.toMatchObject({ code: 'DATA_CSV_HEADER' })
  },
)
