import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { toHex } from 'viem'
import { expect, test } from 'vitest'
import { drawCalls } from './drawCalls.ts'

const hash = (value: number): Hex32 => toHex(value, { size: 32 })
const calls = [1n, 2n, 3n, 4n, 0n].map((fee, i) => ({ callId: hash(i + 1), fee: fee * 10n ** 18n }))

test('calls are drawn by their fees', () => {
  const rounds = 4_000
  const firsts = new Map<bigint, number>()
  for (let seed = 0; seed < rounds; seed++) {
    const [first] = drawCalls(hash(seed), calls, 1)
    firsts.set(first?.fee ?? -1n, (firsts.get(first?.fee ?? -1n) ?? 0) + 1)
  }
  for (const part of [1n, 2n, 3n, 4n]) {
    const share = (firsts.get(part * 10n ** 18n) ?? 0) / rounds
    // Four standard deviations.
    const expected = Number(part) / 10
    expect(Math.abs(share - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / rounds))
  }
  expect(firsts.has(0n)).toBe(false)
})

test('the same seed draws the same calls, each once; no more than there are', () => {
  const drawn = drawCalls(hash(7), calls, 9)
  expect(drawn).toEqual(drawCalls(hash(7), calls.toReversed(), 9))
  expect(new Set(drawn)).toEqual(new Set(calls))
  expect(drawn.at(-1)?.fee).toBe(0n)
  expect(drawCalls(hash(7), calls, 0)).toEqual([])
})
