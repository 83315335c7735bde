import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { diceOf } from '../../../../benchmarks/faults/honestCalls.ts'
import type { LieContext } from '../../../../benchmarks/faults/lieContext.ts'
import { payoutClasses } from '../../../../benchmarks/faults/payoutLies.ts'
import { prepareEpochs, prepareWatch } from '../../../../benchmarks/faults/prepare.ts'
import { collectAndPost, publishBlobs } from '../../../../benchmarks/faults/settleEpoch.ts'
import { startLedger } from '../../../../benchmarks/faults/startLedger.ts'
import { treeClasses } from '../../../../benchmarks/faults/treeLies.ts'
import { runVariant } from '../../../../benchmarks/faults/variant.ts'
import { watchInProcess } from '../../../../benchmarks/faults/watchInProcess.ts'
import { seededRandom } from '../../../../benchmarks/lib/seededRandom.ts'

let context: LieContext
let watch: Awaited<ReturnType<typeof prepareWatch>>
beforeAll(async () => {
  context = await prepareEpochs(await startLedger(), 3)
  watch = await prepareWatch(context.ledger)
})
afterAll(async () => {
  await context.ledger.anvil.stop()
  await rm(context.ledger.folder, { recursive: true, force: true })
})

const run = (values: Readonly<Record<string, string | boolean>> = {}) =>
  watchInProcess('', watch.home, { ...watch.values, ...values })

test('a faulty epoch is challenged by the watch alone, and claims go on', async () => {
  const names = ['claims root not of the payouts', 'account dropped']
  const classes = [...treeClasses, ...payoutClasses].filter(({ name }) => names.includes(name))
  expect(classes).toHaveLength(names.length)
  for (const fault of classes) {
    const result = await runVariant({ ...context, dice: diceOf(seededRandom(5)) }, fault, run)
    expect(result, `${fault.name}: ${result.note}`).toMatchObject({
      found: true,
      won: true,
      paid: true,
      claims: true,
      reposted: true,
    })
  }
})

test('an honest epoch holds; one whose data is gone is told and not challenged', async () => {
  const { ledger, second } = context
  expect(await run()).toEqual({ code: 0, reports: [] })
  const ends = new Map([...second.next.channels].map(([id, end]) => [id, end.cumulative]))
  await publishBlobs(join(ledger.folder, 'data'), second.blobs)
  await collectAndPost(ledger, second.epoch, ends)
  const held = await run({ dry: true })
  expect(held).toMatchObject({ code: 0, reports: [{ number: '2', outcome: 'holds', faults: [] }] })
  const hash = second.manifest.trees.credits.chunks[0] ?? ''
  await writeFile(join(ledger.folder, 'data', hash.slice(2, 4), hash.slice(4)), 'damaged')
  expect(await run()).toMatchObject({ code: 1, reports: [{ verdict: 'unavailable', outcome: 'stands' }] })
})
