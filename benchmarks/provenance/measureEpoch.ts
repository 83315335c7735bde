import { rm } from 'node:fs/promises'
import { buildEpoch } from '@openledger/core/epoch/buildEpoch.ts'
import { z } from 'zod'
import { openBrowser } from '../../packages/core/test/openBrowser.ts'
import { diceOf, makeHonestCalls } from '../faults/honestCalls.ts'
import { collectAndPost } from '../faults/settleEpoch.ts'
import { startLedger } from '../faults/startLedger.ts'
import type { BenchContext } from '../lib/bench.ts'
import { seededRandom } from '../lib/seededRandom.ts'
import { rendererMemory } from './rendererMemory.ts'
import { serveApp } from './serveApp.ts'

const CALLS = 10_000
const SECONDS_max = 10
const MB_max = 500
/** Records that a call's influence and citations may pay: about three records a call, some of them none. */
const RECORDS = { trained: 3, retrieved: 2 }

const doneSchema = z.object({
  ok: z.boolean(),
  milliseconds: z.number(),
  steps: z.array(z.object({ name: z.string(), checked: z.number(), at: z.number() })),
  difference: z.unknown(),
  failed: z.unknown(),
})

/** An epoch of 10,000 calls on a real chain, its data published; the pages' own thread derives every wei of it again. */
export async function measureEpoch(context: BenchContext): Promise<void> {
  const count = context.quick ? 500 : CALLS
  context.progress('a chain starts')
  const ledger = await startLedger()
  const browser = await openBrowser()
  try {
    const { trained, retrieved } = ledger.records
    const few = { trained: trained.slice(0, RECORDS.trained), retrieved: retrieved.slice(0, RECORDS.retrieved) }
    const slim = { ...ledger, records: { ...ledger.records, ...few } }
    context.progress(`${count.toLocaleString('en')} calls are signed`)
    const calls = await makeHonestCalls(slim, diceOf(seededRandom(8)), undefined, count)
    const built = await buildEpoch({ ...ledger.base, number: 1n, previous: undefined, ...calls })
    const ends = new Map([...built.next.channels].map(([id, end]) => [id, end.cumulative]))
    await collectAndPost(ledger, built.epoch, ends)
    const blobs = new Map<string, Uint8Array>(built.blobs)
    const { chain, base } = ledger
    const app = await serveApp(context.root, chain.rpcUrl, (path) => blobs.get(path.slice('/v1/data/'.length)))
    try {
      const page = await browser.newPage()
      await page.goto(app.url)
      const request = {
        rpcUrl: chain.rpcUrl,
        chainId: chain.chainId,
        addresses: chain.addresses,
        operator: base.operator,
        number: 1,
      }
      context.progress('the browser derives it')
      const before = await rendererMemory(browser)
      const seen = await page.evaluate(
        `new Promise((resolve) => {
          const thread = new Worker(${JSON.stringify(app.thread)}, { type: 'module' })
          const steps = []
          const started = performance.now()
          thread.onerror = ({ message }) => resolve({ ok: false, milliseconds: 0, steps, failed: message })
          thread.onmessage = ({ data }) => {
            if (data.type === 'ready') thread.postMessage(${JSON.stringify(request)})
            else if (data.type === 'step') steps.push({ name: data.step.name, checked: data.step.checked, at: performance.now() - started })
            else resolve({ ok: data.ok === true, milliseconds: performance.now() - started, steps,
              difference: data.difference, failed: data.type === 'failed' ? data : undefined })
          }
        })`,
      )
      const found = doneSchema.parse(seen)
      if (!found.ok) throw new Error(`the epoch was not found to hold: ${JSON.stringify(found)}`)
      const { attributions, credits } = built.leaves
      let at = 0
      for (const step of found.steps) {
        context.progress(`${step.name}: ${step.checked} checked, ${((step.at - at) / 1000).toFixed(2)} s`)
        at = step.at
      }
      const seconds = found.milliseconds / 1000
      const bytes = [...built.blobs.values()].reduce((sum, blob) => sum + blob.length, 0)
      const shape = `${count.toLocaleString('en')} calls, ${attributions.length.toLocaleString('en')} attributions, ${credits.length.toLocaleString('en')} credits, ${(bytes / 1e6).toFixed(0)} MB published`
      context.row({
        name: 'an epoch of 10,000 calls derived in a browser',
        value: Number(seconds.toFixed(2)),
        unit: 's',
        bar: `≤ ${SECONDS_max}`,
        ok: context.quick ? null : seconds <= SECONDS_max,
        note: `every one of ${found.steps.length} steps holds; from the request to the verdict, chain and blobs over HTTP; ${shape}`,
      })
      const peak = (await rendererMemory(browser)) / 1e6
      context.row({
        name: 'memory of the page that derives it',
        value: Number(peak.toFixed(0)),
        unit: 'MB',
        bar: `≤ ${MB_max}`,
        ok: context.quick ? null : peak <= MB_max,
        note: `the most that the page's process held (VmHWM), Chromium itself included; ${(before / 1e6).toFixed(0)} MB before`,
      })
    } finally {
      await app.close()
    }
  } finally {
    await browser.close()
    await ledger.anvil.stop()
    await rm(ledger.folder, { recursive: true, force: true })
  }
}
