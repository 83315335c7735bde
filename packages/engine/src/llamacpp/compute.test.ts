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
