import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AdapterFile } from './adapterFiles.ts'
import { AdapterMemory, type Borrowed } from './adapterMemory.ts'

/** Adapters that tell whether they were freed; those whose path says so can't be loaded. */
function testMemory(budget: number, max?: number) {
  const live = new Set<string>()
  const told: string[] = []
  let serial = 0
  const memory = new AdapterMemory({
    budget,
    ...(max === undefined ? {} : { max }),
    load: async ({ path }: AdapterFile) => {
      await Promise.resolve()
      if (path === 'broken') throw new Error('broken')
      const name = `${path}#${serial++}`
      live.add(name)
      const dispose = async () => {
        await Promise.resolve()
        expect(live.delete(name)).toBe(true)
      }
      return { native: { dispose }, isExact: true }
    },
    free: ({ native }) => native.dispose(),
    onFree: (id) => told.push(id),
  })
  return { memory, live, told }
}
const file = (id: string, bytes = 1, path = id) => ({ id, path, scale: 1, bytes })

test('within its budget, never freed while borrowed, never lost, whatever is borrowed at the same time', async () => {
  const step = fc.oneof(
    fc.record({ type: fc.constant('borrow' as const), ids: fc.uniqueArray(fc.nat(9), { minLength: 1, maxLength: 3 }) }),
    fc.record({ type: fc.constant('broken' as const), ids: fc.uniqueArray(fc.nat(9), { maxLength: 2 }) }),
    fc.record({ type: fc.constant('end' as const), at: fc.nat(7) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.nat(12), async (steps, budget) => {
      const { memory, live } = testMemory(budget)
      const bytesOf = (id: number) => 1 + (id % 3)
      const lent: { readonly ids: number[]; readonly borrowed: Promise<Borrowed> }[] = []
      const ends: Promise<void>[] = []
      const inUse = () => new Set(lent.flatMap(({ ids }) => ids))
      for (const one of steps) {
        if (one.type === 'end') {
          const [back] = lent.splice(one.at % Math.max(1, lent.length), 1)
          if (back !== undefined) ends.push(back.borrowed.then(({ end }) => end()))
        } else if (one.type === 'broken') {
          const files = [...one.ids.map((id) => file(String(id), bytesOf(id))), file('broken')]
          ends.push(expect(memory.borrow(files)).rejects.toThrow('broken'))
        } else {
          const files = one.ids.map((id) => file(String(id), bytesOf(id)))
          lent.push({ ids: one.ids, borrowed: memory.borrow(files) })
        }
      }
      await Promise.all([...ends, ...lent.map(({ borrowed }) => borrowed)])
      for (const id of inUse()) expect([...live].filter((name) => name.startsWith(`${id}#`))).toHaveLength(1)
      for (const { borrowed } of lent.splice(0)) await (await borrowed).end()
      const { adapterBytes, adaptersLoaded } = memory.status
      expect(adapterBytes).toBeLessThanOrEqual(budget)
      expect(live.size).toBe(adaptersLoaded)
    }),
    { numRuns: 300 },
  )
})

test('one that is used once does not drive out one that is used often, and is freed after its call', async () => {
  const { memory, told } = testMemory(2)
  const use = async (id: string) => (await memory.borrow([file(id)])).end()
  for (let at = 0; at < 5; at++) for (const id of ['a', 'b']) await use(id)
  for (let at = 0; at < 50; at++) await use(`once ${at}`)
  expect(told).toHaveLength(50)
  expect(told.every((id) => id.startsWith('once'))).toBe(true)
  const { adapterLoads } = memory.status
  await use('a')
  await use('b')
  expect(memory.status.adapterLoads).toBe(adapterLoads)
  // What many ask for takes a place.
  for (let at = 0; at < 20; at++) await use('c')
  expect(told.at(-1)).toMatch(/^[ab]$/)
})

test('one that cannot be loaded is told to all who asked for it, and tried again later', async () => {
  const { memory } = testMemory(10)
  const failing = [memory.borrow([file('x', 1, 'broken')]), memory.borrow([file('y'), file('x', 1, 'broken')])]
  for (const one of failing) await expect(one).rejects.toThrow('broken')
  expect(memory.status).toMatchObject({ adaptersLoaded: 1, adapterBytes: 1 })
  await (await memory.borrow([file('x')])).end()
  expect(memory.status.adaptersLoaded).toBe(2)
})

test('no more than a number of them, those in use excepted', async () => {
  const { memory, told } = testMemory(1_000, 2)
  const [a, b, c] = await Promise.all(['a', 'b', 'c'].map((id) => memory.borrow([file(id)])))
  expect(memory.status.adaptersLoaded).toBe(3)
  await a?.end()
  expect(told).toEqual(['a'])
  await Promise.all([b?.end(), c?.end()])
  expect(memory.status).toMatchObject({ adaptersLoaded: 2, adapterBytes: 2 })
})
