import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { BatchThreads } from './batchThreads.ts'
import { Compute } from './compute.ts'
import { ThreadGovernor } from './threadGovernor.ts'

const create = (patience_ms: number) =>
  new Compute({
    governor: new ThreadGovernor({ threads: 1 }),
    batchThreads: new BatchThreads({ all: 1, few: 1 }),
    onThreads: () => undefined,
    patience_ms,
  })

/** Whether background work went on within some time. */
const goesOn = (work: Promise<void>, ms: number) => Promise.race([work.then(() => true), sleep(ms, false)])

test('background work waits for the last call to end', async () => {
  const compute = create(60_000)
  expect(await goesOn(compute.stepBack(), 20)).toBe(true)
  const [first, second] = [compute.enter(), compute.enter()]
  const waiting = [compute.stepBack(), compute.stepBack()]
  first()
  first()
  for (const work of waiting) expect(await goesOn(work, 20)).toBe(false)
  second()
  for (const work of waiting) expect(await goesOn(work, 20)).toBe(true)
  expect(await goesOn(compute.stepBack(), 20)).toBe(true)
})

test('under calls without end it goes on slowly', async () => {
  const compute = create(30)
  compute.enter()
  expect(await goesOn(compute.stepBack(), 5)).toBe(false)
  expect(await goesOn(compute.stepBack(), 5_000)).toBe(true)
})

test('tokens of calls that joined a context come into one evaluation; who is late or gone is not waited for long', async () => {
  const compute = create(60_000)
  const context = { _idealThreads: 1, _freeReservedThreads: () => {} } as never
  const leave = [1, 2, 3].map(() => compute.join(context))
  const begun: number[] = []
  const step = (name: number) =>
    compute.step(context, async () => {
      begun.push(name)
      await sleep(1)
      if (name === 2) throw new Error('two')
      return name
    })
  const all = await Promise.allSettled([1, 2, 3].map(step))
  expect(all.map((one) => (one.status === 'fulfilled' ? one.value : `${one.reason}`))).toEqual([1, 'Error: two', 3])
  expect(compute.status).toMatchObject({ evaluations: 1, evaluatedTokens: 3 })
  expect(await Promise.all([1, 3].map(step))).toEqual([1, 3])
  leave[1]?.()
  leave[1]?.()
  expect(await Promise.all([1, 3].map(step))).toEqual([1, 3])
  expect(compute.status).toMatchObject({ evaluations: 3, evaluatedTokens: 7 })
  for (const one of leave) one()
  expect(await step(5)).toBe(5)
  expect(begun).toEqual([1, 2, 3, 1, 3, 1, 3, 5])
})
