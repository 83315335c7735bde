import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createFloat } from './createFloat.ts'

const payment = (name: string, quote: bigint, wallet = 'w') => ({ name, wallet, quote, value: quote })
const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate)
}

test('however reads, reservations and ends fall together, no payment is let in that the channel cannot serve', async () => {
  const wait = fc.nat({ max: 3 })
  const one = fc.record({ quote: fc.bigInt({ min: 1n, max: 40n }), comes: wait, call: wait })
  const reads = fc.infiniteStream(wait)
  await fc.assert(
    fc.asyncProperty(
      fc.bigInt({ min: 0n, max: 100n }),
      fc.array(one, { maxLength: 30 }),
      reads,
      async (all, list, slow) => {
        let credit = all
        const free = async () => {
          const read = credit
          await turns(slow.next().value)
          return read
        }
        const float = createFloat({ free, openMax: 100 })
        await Promise.all(
          list.map(async ({ quote, comes, call }, i) => {
            await turns(comes)
            const place = await float.take(payment(`${i}`, quote)).catch(() => undefined)
            if (place === undefined) return
            await turns(call)
            // The channel's own reservation would refuse here, and somebody would have paid for nothing.
            expect(credit).toBeGreaterThanOrEqual(quote)
            credit -= quote
            place.leave()
          }),
        )
        // What was turned away did not fit: not even the smallest does any more, or all were let in.
        expect(credit).toBeGreaterThanOrEqual(0n)
      },
    ),
    { numRuns: 200 },
  )
})

test('a payment that comes twice counts once, until both have left', async () => {
  const float = createFloat({ free: async () => 10n, openMax: 1 })
  const places = await Promise.all([1, 2].map(() => float.take(payment('same', 10n), async () => 10n)))
  places[0]?.leave()
  places[0]?.leave()
  expect(float.has('same')).toBe(true)
  await expect(float.take(payment('other', 1n))).rejects.toMatchObject({ code: 'X402_FLOAT_EXHAUSTED' })
  places[1]?.leave()
  expect(float.has('same')).toBe(false)
  await expect(float.take(payment('other', 11n))).rejects.toMatchObject({
    code: 'X402_FLOAT_EXHAUSTED',
    details: { retryAfter_s: 5 },
  })
  expect(float.has('other')).toBe(false)
})

test("a wallet's payments under way are held against its balance together, until they have arrived", async () => {
  const float = createFloat({ free: async () => 1_000n, openMax: 10 })
  const first = await float.take(payment('a', 60n), async () => 100n)
  const second = () => float.take(payment('b', 60n), async () => 100n)
  await expect(second()).rejects.toMatchObject({ code: 'X402_FUNDS_TOO_LOW' })
  expect(await float.take(payment('c', 60n, 'another wallet'), async () => 100n)).toBeDefined()
  first.arrived()
  expect(await second()).toBeDefined()
})
