import { expect, test } from 'vitest'
import { ContextPool } from './contextPool.ts'
import type { ContextSlot, PointedContext } from './contextSlot.ts'

/** Contexts without a model: what becomes of them is written down. */
function testPool() {
  const disposed: PointedContext[] = []
  const pool = new ContextPool({
    max: 2,
    sharedSequences: 3,
    create: async (sequences) => {
      const slots: ContextSlot[] = []
      const context = { _ctx: { setLoras: () => {} }, dispose: async () => void disposed.push(home) }
      const home = { key: '', context, slots } as unknown as PointedContext
      for (let n = 0; n < sequences; n++) slots.push({ home, context, chunked: [] } as unknown as ContextSlot)
      return home
    },
  })
  const take = (shares: boolean) => pool.take({ key: 'a', adapters: [], shares })
  return { pool, take, disposed }
}

test('a shared context in which a call failed takes no new ones, and is freed when the last of its calls has left', async () => {
  const { pool, take, disposed } = testPool()
  const [failing, first, second] = [await take(true), await take(true), await take(true)]
  expect(new Set([failing, first, second].map(({ home }) => home)).size).toBe(1)
  await pool.discard(failing)
  expect(disposed).toEqual([])
  const fresh = await take(true)
  expect(fresh.home).not.toBe(first.home)
  await pool.giveBack(first)
  expect(disposed).toEqual([])
  await pool.discard(second)
  expect(disposed).toEqual([second.home])
  await pool.giveBack(fresh)
  expect((await take(true)).home).toBe(fresh.home)
})

test('a context of its own is freed at once when its call failed', async () => {
  const { pool, take, disposed } = testPool()
  const own = await take(false)
  await pool.discard(own)
  expect(disposed).toEqual([own.home])
  await pool.giveBack(await take(false))
  await pool.clear()
  expect(disposed).toHaveLength(2)
})
