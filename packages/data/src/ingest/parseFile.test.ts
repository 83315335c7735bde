import fc from 'fast-check'
import { expect, it } from 'vitest'
import { makeDocx, paragraph, run } from '../../test/makeDocx.ts'
import { makeParquet } from '../../test/makeParquet.ts'
import { makePdf } from '../../test/makePdf.ts'
import { parseAll } from '../../test/parseAll.ts'
import { recordContentSchema } from '../record/recordContent.ts'
import type { ParseOptions } from './parseFile.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
const samples: Readonly<Record<string, Uint8Array<ArrayBuffer>>> = {
  md: utf8('# Head\n\nText of a paragraph.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n'),
  txt: utf8('Some text.\n\nMore of it, with “quotes”.\n'),
  jsonl: utf8('{"question":"Why?","answer":"So."}\n{"text":"A text."}\n'),
  csv: utf8('question,answer\n"Why, then?",So.\n'),
  docx: makeDocx(paragraph(run('A paragraph.'))),
  pdf: makePdf(['First page.', 'Second page.']),
  parquet: makeParquet(),
}

/** Nothing but records that are valid, reasons with a code, and errors with a code. */
async function check(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  try {
    for (const item of await parseAll(path, bytes)) {
      if (item.kind === 'record') expect(recordContentSchema.safeParse(item.content).success).toBe(true)
      else expect(item.code).toMatch(/^DATA_/)
    }
  } catch (error) {
    expect(error).toMatchObject({ name: 'OpenLedgerError', code: expect.stringMatching(/^DATA_/) })
  }
}

it.each(Object.keys(samples))('.%s: the same bytes give the same items, however often', async (ending) => {
  const bytes = samples[ending] ?? new Uint8Array()
  const first = await parseAll(`sample.${ending}`, bytes)
  expect(first.length).toBeGreaterThan(0)
  expect(await parseAll(`sample.${ending}`, bytes)).toEqual(first)
})

it.each(Object.keys(samples))(
  '.%s: any bytes, and any damage to good ones, end in codes',
  async (ending) => {
    const good = samples[ending] ?? new Uint8Array()
    const runs = ending === 'pdf' ? 15 : 60
    const damaged = fc
      .tuple(fc.nat(good.length), fc.nat(good.length), fc.uint8Array({ maxLength: 16 }))
      .map(([a, b, put]) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)]
        return new Uint8Array([...good.slice(0, from), ...put, ...good.slice(from + Math.min(to - from, 24))])
      })
    const anything = fc.uint8Array({ maxLength: 400 }).map((bytes) => new Uint8Array(bytes))
    const begun = fc.uint8Array({ maxLength: 200 }).map((bytes) => new Uint8Array([...good.slice(0, 12), ...bytes]))
    await fc.assert(
      fc.asyncProperty(fc.oneof(damaged, anything, begun), (bytes) => check(`fuzz.${ending}`, bytes)),
      { numRuns: runs },
    )
  },
  60_000,
)

it('leaves out the records whose numbers are named, and no others', async () => {
  const bytes = utf8(Array.from({ length: 9 }, (_, i) => `{"question":"Q ${i + 1}?","answer":"A."}\n`).join(''))
  const read = (without: ParseOptions['without']) => parseAll('nine.jsonl', bytes, { without })
  const all = await read(undefined)
  const some = await read([
    [1, 1],
    [3, 4],
    [9, 9],
  ])
  expect(some.map(({ kind }) => kind)).toEqual(
    [1, 0, 1, 1, 0, 0, 0, 0, 1].map((out) => (out === 1 ? 'leftOut' : 'record')),
  )
  expect(some.filter(({ kind }) => kind === 'record')).toEqual([1, 4, 5, 6, 7].map((at) => all[at]))
  expect(some.map(({ place }) => place)).toEqual(all.map(({ place }) => place))
  await expect(read([[9, 10]])).rejects.toMatchObject({ code: 'DATA_RECORD_NOT_THERE' })
})

it('reads the pages of a PDF, each with its address', async () => {
  const items = await parseAll('paper.pdf', samples['pdf'] ?? new Uint8Array())
  expect(items).toMatchObject([
    { place: { page: 1 }, content: { title: 'paper', text: 'First page.', url: 'https://example.org/source#page=1' } },
    { place: { page: 2 }, content: { text: 'Second page.', url: 'https://example.org/source#page=2' } },
  ])
})

it('reads Parquet', async () => {
  expect(await parseAll('set.parquet', samples['parquet'] ?? new Uint8Array())).toMatchObject([
    { place: { row: 1 }, content: { kind: 'qa', prompts: ['Why?'], answer: 'So.' } },
    { place: { row: 2 }, content: { kind: 'qa', prompts: ['Who?'], answer: 'Zoë.' } },
  ])
})

it.each([
  ['a.pdf', utf8('just text'), 'DATA_FORMAT_MISMATCH'],
  ['a.txt', samples['pdf'] ?? utf8(''), 'DATA_FORMAT_MISMATCH'],
  ['a.csv', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]), 'DATA_FORMAT_MISMATCH'],
  ['a.md', new Uint8Array([1, 0, 2, 0]), 'DATA_FORMAT_MISMATCH'],
  ['a.exe', utf8('x'), 'DATA_FORMAT_UNKNOWN'],
  ['a', utf8('x'), 'DATA_FORMAT_UNKNOWN'],
  ['a.md', utf8(''), 'DATA_FILE_EMPTY'],
  ['../a.md', utf8('x'), 'DATA_PATH_UNSAFE'],
])('%s is refused where it is not what it says (%#)', async (path, bytes, code) => {
  await expect(parseAll(path, bytes)).rejects.toMatchObject({ code })
})
