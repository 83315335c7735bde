import fc from 'fast-check'
import { expect, it } from 'vitest'
import { splitLines } from './splitLines.ts'

async function lines(pieces: Uint8Array[], max = 1_000): Promise<(string | undefined)[]> {
  const found: (string | undefined)[] = []
  for await (const { line, bytes } of splitLines(pieces, max)) {
    expect(line).toBe(found.length + 1)
    found.push(bytes === undefined ? undefined : new TextDecoder().decode(bytes))
  }
  return found
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

it('gives the same lines however the stream is cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.stringMatching(/^[a-zé]{0,12}$/)),
      fc.constantFrom('\n', '\r\n'),
      fc.integer({ min: 1, max: 9 }),
      async (texts, ending, size) => {
        const bytes = encode(texts.map((text) => text + ending).join(''))
        const pieces: Uint8Array[] = []
        for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size))
        expect(await lines(pieces)).toEqual(texts)
      },
    ),
  )
})

it('takes a last line without an ending', async () => {
  expect(await lines([encode('a\nb')])).toEqual(['a', 'b'])
})

it('passes over the rest of a long line and goes on', async () => {
  expect(await lines([encode('aaaa\nbbb'), encode('bbbbb'), encode('b\ncc\ndddd\r\n')], 4)).toEqual([
    'aaaa',
    undefined,
    'cc',
    'dddd',
  ])
})
