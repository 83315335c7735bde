import { expect, test } from 'vitest'
import { readAhead } from './readAhead.ts'

const later = <T>(value: T, ms: number) => new Promise<T>((resolve) => setTimeout(() => resolve(value), ms))

test('in order, whichever read ends first, never more at once than the window', async () => {
  let [open, most] = [0, 0]
  const read = async (n: number, index: number) => {
    open += 1
    most = Math.max(most, open)
    await later(undefined, (7 * n) % 5)
    open -= 1
    return `${n} at ${index}`
  }
  const items = Array.from({ length: 20 }, (_, n) => n)
  const seen: string[] = []
  for await (const one of readAhead(items, read, 4)) seen.push(one)
  expect(seen).toEqual(items.map((n) => `${n} at ${n}`))
  expect(most).toBe(4)
})

test('a failure comes in its turn, and the reads after it are left alone', async () => {
  const seen: number[] = []
  const read = async (n: number) => {
    if (n > 1) throw new RangeError(`no ${n}`)
    return later(n, 5)
  }
  const all = (async () => {
    for await (const one of readAhead([0, 1, 2, 3], read, 3)) seen.push(one)
  })()
  await expect(all).rejects.toThrow('no 2')
  expect(seen).toEqual([0, 1])
})
