import { expect, test } from 'vitest'
import { waitFor } from './waitFor.ts'

test('asks until there is an answer', async () => {
  let asked = 0
  const answer = await waitFor('three', async () => (++asked === 3 ? asked : undefined), {
    timeoutMs: 1000,
    everyMs: 1,
  })
  expect(answer).toBe(3)
})

test('gives up with a code', async () => {
  await expect(waitFor('nothing', async () => undefined, { timeoutMs: 20, everyMs: 5 })).rejects.toMatchObject({
    code: 'CLI_TIMEOUT',
  })
})
