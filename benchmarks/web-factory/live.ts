import { setTimeout as sleep } from 'node:timers/promises'
import { isJobAtRest } from '@openledger/core/api/jobs.ts'
import { openDatabase } from '@openledger/db/openDatabase.ts'
import { z } from 'zod'
import type { Stack } from '../../apps/web/test/startStack.ts'
import type { Browser } from '../../packages/core/test/openBrowser.ts'
import type { BenchContext } from '../lib/bench.ts'
import { quantile } from '../lib/quantile.ts'
import { type Factory, startTraining, trainingOf } from './makeFactory.ts'

/** Latest that a step may be seen after it was written down, ms, for 95 of 100 steps. */
const PIXEL_ms_max = 250

/** Notes in the page when a frame was shown that has a step's point on the first chart's canvas: [step, ms since 1970]. */
const WATCH = `(() => {
  const seen = (window.stepsSeen = [])
  const note = (plot) => {
    const step = Number(plot.dataset.drawn)
    // After the next frame's callbacks the frame is painted; a message comes behind it.
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => seen.push([step, Date.now()])
      port2.postMessage(null)
    })
  }
  new MutationObserver((changes) => {
    for (const { target } of changes) if (target.matches?.('.curve:first-child .curve-plot')) note(target)
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ['data-drawn'] })
})()`

const seenSchema = z.array(z.tuple([z.int(), z.number()]))

/** A step as the page showed it. */
export type Watched = { readonly jobId: string; readonly seen: z.output<typeof seenSchema> }

/** Has a real training run while its page is open; notes when each step was on the screen. */
export async function watchTraining(
  context: BenchContext,
  browser: Browser,
  stack: Stack,
  { owner, version }: Factory,
): Promise<Watched> {
  const jobId = await startTraining(stack, owner.token, {
    name: 'watched',
    versions: [version],
    // One record a step: steps as quick as they get.
    config: {
      ...{ epochs: context.quick ? 2 : 10, batchSize: 1, rank: 8, alpha: 16, seed: 1 },
      ...{ validationShare: 0.1, evalEverySteps: 10 },
    },
    samplePrompts: ['How many birds were counted at the marsh north of the river?'],
    retrain: true,
  })
  const visitor = await browser.newContext({ baseURL: stack.gatewayUrl, viewport: { width: 1280, height: 900 } })
  const page = await visitor.newPage()
  await page.addInitScript(`sessionStorage.setItem('openledger.session', ${JSON.stringify(owner.token)})`)
  await page.addInitScript(WATCH)
  await page.goto(`/factory/${jobId}`)
  for (;;) {
    context.signal.throwIfAborted()
    const { status, error } = await trainingOf(stack, owner.token, jobId)
    if (error !== null) throw new Error(`The training failed: ${error.code} ${error.message}`)
    if (isJobAtRest(status)) break
    await sleep(1_000)
  }
  await sleep(500)
  const seen = seenSchema.parse(await page.evaluate('window.stepsSeen'))
  context.progress(`${seen.length} pictures of ${seen.at(-1)?.[0] ?? 0} steps`)
  await visitor.close()
  return { jobId, seen }
}

const writtenSchema = z.array(z.object({ step: z.int(), written_ms: z.coerce.number() }))

/** Compares when each step was written down with when it was seen. The stack is stopped: its books are read. */
export async function reportLive(context: BenchContext, home: string, { jobId, seen }: Watched): Promise<void> {
  const { run, close } = await openDatabase({ dataDir: `${home}/db` })
  const rows = await run({
    name: 'steps written',
    text: `SELECT (event ->> 'step')::int AS step, extract(epoch FROM created_at) * 1000 AS written_ms
      FROM job_events WHERE job_id = $1::uuid AND event ->> 'type' = 'progress' ORDER BY sequence`,
    values: [jobId],
  }).finally(close)
  const written = writtenSchema.parse(rows)
  const [firstSeen = Number.POSITIVE_INFINITY] = seen.map(([, at]) => at)
  // Steps from before the page was there are its past, not its present.
  const waits = written.flatMap(({ step, written_ms }) => {
    const shown = seen.find(([drawn, at]) => drawn >= step && at >= written_ms)
    return shown === undefined || written_ms < firstSeen ? [] : [shown[1] - written_ms]
  })
  const p95 = quantile(waits, 0.95)
  context.row({
    name: 'live view: event to pixel, p95',
    value: Math.round(p95),
    unit: 'ms',
    bar: `≤ ${PIXEL_ms_max}`,
    ok: waits.length >= 20 && p95 <= PIXEL_ms_max,
    note: `${waits.length} of ${written.length} steps of a real training on this machine, written to the books until painted; median ${Math.round(quantile(waits, 0.5))}, slowest ${Math.round(Math.max(...waits))} ms`,
  })
}
