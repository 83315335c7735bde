import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { allowedTokens } from './allowedTokens.ts'

const candidates = Array.from({ length: 2_000 }, (_, token) => ({ token, logprob: -token }))
const tokensOf = async (allows: (token: number) => boolean, count: number, patience_ms?: number) => {
  const options = patience_ms === undefined ? { count } : { count, patience_ms }
  return (await allowedTokens(candidates, { allows }, options)).map(({ token }) => token)
}

test('takes the likeliest that are allowed, and beyond the first ones one at most', async () => {
  expect(await tokensOf((token) => token % 2 === 1, 3)).toEqual([1, 3, 5])
  expect(await tokensOf((token) => token === 7 || token > 100, 500)).toEqual([7, ...range(101, 256)])
  expect(await tokensOf((token) => token > 1_500, 64)).toEqual([1_501])
  expect(await tokensOf(() => false, 64)).toEqual([])
})

test('a slow grammar holds nobody else up, and ends', async () => {
  const slow = () => {
    for (const end = performance.now() + 1; performance.now() < end; );
    return false
  }
  let turns = 0
  let isOver = false
  const other = (async () => {
    for (; !isOver; turns++) await turn()
  })()
  await expect(tokensOf(slow, 1, 200)).rejects.toMatchObject({ code: 'ENGINE_OUTPUT_TOO_SLOW' })
  isOver = true
  await other
  expect(turns).toBeGreaterThan(1)
})

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, place) => from + place)
}
