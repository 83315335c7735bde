import { expect, test } from 'vitest'
import { remembered } from './remembered.ts'

test('many who ask together ask once; later it is asked again; what failed is not kept', async () => {
  let now = 0
  let asked = 0
  let fails = false
  const ask = remembered(
    async (key) => {
      asked += 1
      if (fails) throw new Error('away')
      return `${key} ${asked}`
    },
    1_000,
    () => now,
  )
  expect(await Promise.all([ask('a'), ask('a'), ask('b')])).toEqual(['a 1', 'a 1', 'b 2'])
  now = 999
  expect(await ask('a')).toBe('a 1')
  now = 1_000
  fails = true
  await expect(ask('a')).rejects.toThrow('away')
  fails = false
  expect(await ask('a')).toBe('a 4')
  for (let each = 0; each < 300; each++) await ask(`many ${each}`)
  const before = asked
  await ask('a')
  expect(asked).toBe(before + 1)
})
