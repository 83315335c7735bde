import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeLines } from './decodeLines.ts'
import type { TextLine } from './textLine.ts'

const collect = async (bytes: Uint8Array<ArrayBuffer>, max = 10_000) => {
  const found: TextLine[] = []
  for await (const line of decodeLines(new Blob([bytes]).stream(), max)) found.push(line)
  return found
}
const utf16 = (text: string, little: boolean) => {
  const bytes = new Uint8Array(2 + text.length * 2)
  const view = new DataView(bytes.buffer)
  for (const [at, unit] of ['\ufeff', ...text.split('')].entries()) view.setUint16(at * 2, unit.charCodeAt(0), little)
  return bytes
}

it('reads a line that is no UTF-8 as windows-1252, and the others as what they are', async () => {
  const bytes = new Uint8Array([...new TextEncoder().encode('Zoë\n'), 0x5a, 0x6f, 0xeb, 0x80, 0x0a, 0x78])
  expect(await collect(bytes)).toEqual([
    { line: 1, start: 0, end: 5, text: 'Zoë' },
    { line: 2, start: 5, end: 10, text: 'Zoë€', legacy: true },
    { line: 3, start: 10, end: 11, text: 'x' },
  ])
})

it('takes a byte order mark for what it is', async () => {
  expect(await collect(new Uint8Array([0xef, 0xbb, 0xbf, 0x61]))).toEqual([{ line: 1, start: 0, end: 4, text: 'a' }])
  for (const little of [true, false]) {
    expect(await collect(utf16('Zoë\r\n😀\nx', little))).toEqual([
      { line: 1, start: 0, end: 12, text: 'Zoë' },
      { line: 2, start: 12, end: 18, text: '😀' },
      { line: 3, start: 18, end: 20, text: 'x' },
    ])
  }
})

it('tells a line that is too long without holding it', async () => {
  const found = await collect(new TextEncoder().encode(`a\n${'b'.repeat(100)}\nc`), 10)
  expect(found).toEqual([
    { line: 1, start: 0, end: 2, text: 'a' },
    { line: 2, start: 2, end: 103 },
    { line: 3, start: 103, end: 104, text: 'c' },
  ])
  expect((await collect(utf16(`a\n${'b'.repeat(100)}\nc`, true), 10)).map(({ text }) => text)).toEqual([
    'a',
    undefined,
    'c',
  ])
})

it('covers every byte of a file once, whatever they are', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
      const found = await collect(new Uint8Array(bytes))
      let at = 0
      for (const { start, end } of found) {
        expect(start).toBe(at)
        expect(end).toBeGreaterThan(start)
        at = end
      }
      // UTF-16 of an odd number of bytes has one that belongs to nothing.
      if (bytes.length > 2) expect(Math.abs(at - bytes.length)).toBeLessThanOrEqual(1)
    }),
  )
})
