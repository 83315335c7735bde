import { expect, test } from 'vitest'
import { suffixArray } from './suffixArray.ts'

/** The same by comparing suffixes. */
function naive(text: readonly number[]): number[] {
  const compare = (a: number, b: number): number => {
    for (let i = 0; ; i++) {
      if (a + i === text.length || b + i === text.length) return b - a
      const difference = (text[a + i] ?? 0) - (text[b + i] ?? 0)
      if (difference !== 0) return difference
    }
  }
  return text.map((_, index) => index).sort(compare)
}

test('the suffixes of small texts of every kind are in order', () => {
  let seed = 7
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
    return Math.floor((seed / 2 ** 31) * below)
  }
  for (let round = 0; round < 600; round++) {
    const alphabet = 1 + random(round % 2 === 0 ? 3 : 40)
    const period = 1 + random(9)
    const drawn = Array.from({ length: random(120) }, () => random(alphabet))
    const text = round % 3 === 0 ? drawn.map((_, index) => drawn[index % period] ?? 0) : drawn
    // By comparison, by induction alone, and by both.
    for (const comparedMax of [1000, -1, 1])
      expect([...suffixArray(Uint16Array.from(text), alphabet, comparedMax)], `round ${round}`).toEqual(naive(text))
    expect([...suffixArray(Uint32Array.from(text), alphabet)], `round ${round}`).toEqual(naive(text))
  }
})

test('every text of up to 9 symbols of three is in order', () => {
  for (let length = 0; length <= 9; length++)
    for (let code = 0; code < 3 ** length; code += length > 7 ? 7 : 1) {
      const text = Array.from({ length }, (_, index) => Math.floor(code / 3 ** index) % 3)
      for (const comparedMax of [1000, -1])
        expect([...suffixArray(Uint16Array.from(text), 3, comparedMax)]).toEqual(naive(text))
    }
})

test('texts that are slow to sort by comparison take as long as others', () => {
  const length = 400_000
  const time = (text: Uint16Array) => {
    const start = performance.now()
    const order = suffixArray(text, 256)
    const took = performance.now() - start
    return { order, took }
  }
  const equal = time(new Uint16Array(length).fill(3))
  expect([equal.order[0], equal.order[length - 1]]).toEqual([length - 1, 0])
  const fibonacci = [[1], [0]]
  while ((fibonacci.at(-1)?.length ?? 0) < length)
    fibonacci.push([...(fibonacci.at(-1) ?? []), ...(fibonacci.at(-2) ?? [])])
  const word = time(Uint16Array.from((fibonacci.at(-1) ?? []).slice(0, length)))
  expect(new Set(word.order).size).toBe(length)
  // By comparison the first would take days.
  expect(equal.took + word.took).toBeLessThan(10_000)
})
