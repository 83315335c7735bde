import { expect, test } from 'vitest'
import { commonSubsequence } from './commonSubsequence.ts'

function naive(a: readonly number[], b: readonly number[]): number {
  let row = new Array<number>(b.length + 1).fill(0)
  for (const item of a) {
    const next = [0]
    for (const [j, other] of b.entries())
      next.push(item === other ? (row[j] ?? 0) + 1 : Math.max(row[j + 1] ?? 0, next[j] ?? 0))
    row = next
  }
  return row.at(-1) ?? 0
}

test('the same as by the table of all prefixes', () => {
  let seed = 3
  const random = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % below
  }
  for (let round = 0; round < 300; round++) {
    const alphabet = 1 + random(round % 2 === 0 ? 4 : 60)
    const draw = () => Array.from({ length: random(140) }, () => random(alphabet) * 0x0fff_ffff)
    const [a, b] = [draw(), draw()]
    expect(commonSubsequence(Uint32Array.from(a), Uint32Array.from(b))).toBe(
      naive([...Uint32Array.from(a)], [...Uint32Array.from(b)]),
    )
  }
  const all = Uint32Array.from({ length: 97 }, (_, index) => index)
  expect(commonSubsequence(all, all)).toBe(97)
  expect(commonSubsequence(all, new Uint32Array())).toBe(0)
})
