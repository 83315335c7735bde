import { describe, expect, it } from 'vitest'
import type { RecordContent } from '../record/recordContent.ts'
import { defaultParseLimits, type JsonLine, type ParseLimits } from './parseJsonl.ts'
import { parseRecordsJsonl } from './parseRecordsJsonl.ts'

type ParsedLine = JsonLine<RecordContent>

const good = '{"kind":"qa","prompts":["What is the code for plague?"],"answer":"A20.9"}'

async function collect(lines: AsyncIterable<ParsedLine>): Promise<ParsedLine[]> {
  const all: ParsedLine[] = []
  for await (const line of lines) all.push(line)
  return all
}

async function parse(text: string | Uint8Array, limits: Partial<ParseLimits> = {}): Promise<ParsedLine[]> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  return collect(parseRecordsJsonl(bytes, { ...defaultParseLimits, ...limits }))
}

const codes = (lines: ParsedLine[]): string[] =>
  lines.map((parsed) => `${parsed.line} ${parsed.ok ? 'ok' : parsed.finding.code}`)

describe('parseRecordsJsonl', () => {
  it('goes on after each kind of bad line and names its number', async () => {
    const file = [
      good,
      '',
      '{"kind":"qa"',
      '7',
      '{"kind":"qa","prompts":"x","answer":"y"}',
      'x'.repeat(70_000),
      `${good} `,
      '[['.repeat(30_000),
    ]
    expect(codes(await parse(file.join('\n')))).toEqual([
      '1 ok',
      '3 DATA_LINE_NOT_JSON',
      '4 DATA_RECORD_INVALID',
      '5 DATA_RECORD_INVALID',
      '6 DATA_LINE_TOO_LONG',
      '7 ok',
      '8 DATA_LINE_NOT_JSON',
    ])
  })

  it('names the field and the rule, not the content', async () => {
    const [line] = await parse('{"kind":"qa","prompts":["fine","  "],"answer":"secret"}')
    expect(line).toMatchObject({
      ok: false,
      finding: { line: 1, reason: 'Line 1 was not taken: prompts entry 2 is empty.' },
    })
    const [unknown] = await parse('{"kind":"qa","prompts":["fine"],"answer":"a","secret":1}')
    expect(unknown).toMatchObject({ finding: { reason: 'Line 1 was not taken: it has 1 unknown field.' } })
    const [kind] = await parse('{"kind":"secret"}')
    expect(kind).toMatchObject({ finding: { reason: 'Line 1 was not taken: its kind must be "qa" or "document".' } })
  })

  it('refuses bytes that are not UTF-8, and takes a byte order mark at the start', async () => {
    const bytes = new Uint8Array([0xef, 0xbb, 0xbf, ...new TextEncoder().encode(`${good}\n"`), 0xff, 0x22])
    expect(codes(await parse(bytes))).toEqual(['1 ok', '2 DATA_LINE_NOT_UTF8'])
  })

  it('reads a stream in small pieces', async () => {
    const bytes = new TextEncoder().encode(`${good}\n${good}\n`)
    async function* pieces(): AsyncGenerator<Uint8Array> {
      for (const byte of bytes) yield Uint8Array.of(byte)
    }
    expect(codes(await collect(parseRecordsJsonl(pieces())))).toEqual(['1 ok', '2 ok'])
  })

  it('stops at the limits of the file with a code', async () => {
    await expect(parse(`${good}\n${good}\n`, { lines: 1 })).rejects.toMatchObject({ code: 'DATA_FILE_TOO_MANY_LINES' })
    await expect(parse(`${good}\n${good}\n`, { fileBytes: 100 })).rejects.toMatchObject({ code: 'DATA_FILE_TOO_LARGE' })
  })
})
