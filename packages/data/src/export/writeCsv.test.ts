import { expect, test } from 'vitest'
import type { ExportRow } from './exportRow.ts'
import { csvCell, writeCsv } from './writeCsv.ts'

test.each([
  ['=HYPERLINK("http://e.org")', `"'=HYPERLINK(""http://e.org"")"`],
  ['+1', "'+1"],
  ['-2+3', "'-2+3"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['＝1', "'＝1"],
  ['1 = 1', '1 = 1'],
  ['a,b', '"a,b"'],
  ['line\nline', '"line\nline"'],
  [' padded ', '" padded "'],
  [['=1', 'b'], '"[""=1"",""b""]"'],
  [null, ''],
  [false, 'false'],
  [7, '7'],
])('a cell that begins like a formula is text: %j', (value, cell) => {
  expect(csvCell(value)).toBe(cell)
})

test('a file is a heading and a line a record, with the same columns', async () => {
  const row: ExportRow = {
    position: 0,
    commitment: '0xaa',
    contributor: '0xbb',
    kind: 'qa',
    withdrawn: false,
    prompts: ['Why?'],
    answer: '=1',
    title: null,
    text: null,
    url: null,
  }
  async function* batches() {
    yield [row]
    yield [{ ...row, position: 1, withdrawn: true, prompts: null, answer: null }]
  }
  const parts: Uint8Array[] = []
  for await (const part of writeCsv(batches())) parts.push(part)
  expect(Buffer.concat(parts).toString()).toBe(
    'position,commitment,contributor,kind,withdrawn,prompts,answer,title,text,url\r\n' +
      `0,0xaa,0xbb,qa,false,"[""Why?""]",'=1,,,\r\n1,0xaa,0xbb,qa,true,,,,,\r\n`,
  )
})
