import { expect, it } from 'vitest'
import { parseUploadJsonl, type UploadedLine } from './parseUploadJsonl.ts'

const salt = `0x${'ab'.repeat(32)}`
const content = { kind: 'qa', prompts: ['What is the code for plague?'], answer: 'A20.9' }

async function parse(lines: unknown[]): Promise<UploadedLine[]> {
  const found: UploadedLine[] = []
  const bytes = new TextEncoder().encode(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  for await (const line of parseUploadJsonl(bytes)) found.push(line)
  return found
}

it('gives index, salt and content', async () => {
  expect(await parse([{ index: 3, salt, content }])).toEqual([{ ok: true, line: 1, index: 3, salt, content }])
})

it('names the record of a bad line where it can, so that its refusal can be booked', async () => {
  const lines = await parse([
    { index: 0, salt: '0x12', content },
    { index: 1, salt, content: { ...content, answer: ' ' } },
    { index: 2, salt, content: { ...content, note: 1 } },
    { index: -1, salt, content },
    [content],
  ])
  expect(lines.map((line) => [line.ok, line.index])).toEqual([
    [false, 0],
    [false, 1],
    [false, 2],
    [false, undefined],
    [false, undefined],
  ])
  expect(lines[1]).toMatchObject({
    finding: { code: 'DATA_RECORD_INVALID', reason: 'Line 2 was not taken: content answer is empty.' },
  })
})
