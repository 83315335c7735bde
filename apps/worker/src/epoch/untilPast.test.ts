import { expect, test } from 'vitest'
import { untilPast } from './untilPast.ts'

/** A chain whose next block is a second later each time that it is asked. */
function chainFrom(time: bigint) {
  let next = time
  return { nextTime: async () => next++, asked: () => next - time }
}

test('waits until every further block is later than the time, and no longer', async () => {
  const chain = chainFrom(10n)
  await untilPast(chain, 12n, 1_000, 1)
  expect(chain.asked()).toBe(4n)
  const past = chainFrom(10n)
  await untilPast(past, 9n, 1_000, 1)
  expect(past.asked()).toBe(1n)
})

test('gives up on a time that does not come', async () => {
  await expect(untilPast({ nextTime: async () => 10n }, 10n, 3, 1)).rejects.toMatchObject({ code: 'EPOCH_STUCK' })
})
