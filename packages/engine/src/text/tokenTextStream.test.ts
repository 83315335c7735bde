import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TokenTextStream } from './tokenTextStream.ts'

/** Tokens are bytes here: the hardest case for characters that span tokens. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const decode = (tokens: readonly number[]) => decoder.decode(Uint8Array.from(tokens))

function run(text: string | Uint8Array, stop: string[] = []) {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  const stream = new TokenTextStream({ decode, stop })
  const events = []
  let stopped = false
  for (const tokenId of bytes) {
    const step = stream.push({ tokenId })
    events.push(...step.events)
    stopped = step.stopped
    if (stopped) break
  }
  events.push(...stream.flush())
  return { text: events.map((event) => event.text).join(''), tokens: events.map((e) => e.tokenId), events, stopped }
}

test('a character that spans tokens comes whole with its last token', () => {
  expect(run('é🙂').events.map((event) => event.text)).toEqual(['', 'é', '', '', '', '🙂'])
})

test('an event whose text is certain is not held back', () => {
  const stream = new TokenTextStream({ decode, stop: ['END'] })
  expect(stream.push({ tokenId: 65, logprob: -1 }).events).toEqual([
    { type: 'token', text: 'A', tokenId: 65, logprob: -1 },
  ])
  expect(stream.push({ tokenId: 69 }).events).toEqual([])
  expect(stream.push({ tokenId: 66 }).events.map((event) => event.text)).toEqual(['E', 'B'])
})

test('a stop text is cut off, its tokens are still counted', () => {
  const result = run('one STOP two', ['STOP'])
  expect(result).toMatchObject({ text: 'one ', stopped: true })
  expect(result.tokens).toHaveLength('one STOP'.length)
})

test('the beginning of a stop text is delivered when the text ends there', () => {
  expect(run('almost ST', ['STOP'])).toMatchObject({ text: 'almost ST', stopped: false })
})

test('bytes that are no character become U+FFFD, never lost', () => {
  expect(run(Uint8Array.of(65, 0xf0, 0x9f)).text).toBe('A\uFFFD')
  expect(run(Uint8Array.of(0xff, 66)).text).toBe('\uFFFDB')
})

test('any text and any stop: one event per token, text as if decoded at once', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.array(fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }), { maxLength: 3 }),
      (anyText, anyStop) => {
        const text = anyText.toWellFormed()
        const stop = anyStop.map((s) => s.toWellFormed())
        const result = run(text, stop)
        const cut = Math.min(text.length, ...stop.map((s) => text.indexOf(s)).filter((index) => index >= 0))
        if (result.stopped) {
          expect(stop.some((s) => (result.text + s).length <= text.length && text.startsWith(result.text + s))).toBe(
            true,
          )
        } else {
          expect(cut).toBe(text.length)
          expect(result.text).toBe(text)
        }
        expect(result.tokens).toEqual([...new TextEncoder().encode(text)].slice(0, result.tokens.length))
      },
    ),
    { numRuns: 200 },
  )
})
