import { randomUUID } from 'node:crypto'
import { CURVE_BLOCK, writeCurveBlock } from '@openledger/db/jobs/curveBlock.ts'
import { openDatabase } from '@openledger/db/openDatabase.ts'
import type { Stack } from '../../apps/web/test/startStack.ts'
import type { Browser } from '../../packages/core/test/openBrowser.ts'
import type { BenchContext } from '../lib/bench.ts'
import { quantile } from '../lib/quantile.ts'
import type { Factory } from './makeFactory.ts'

const STEPS = 100_000
/** Latest that the whole of it may be drawn, ms after the page was asked for. */
const HISTORY_ms_max = 500

/** Writes a long training into the books of a stack that is stopped, as the worker would have. @returns its id */
export async function writeHistory(home: string, { owner, version }: Factory): Promise<string> {
  const jobId = randomUUID()
  const { run, db, close } = await openDatabase({ dataDir: `${home}/db` })
  const request = JSON.stringify({ name: 'long', versions: [version] })
  const step = `jsonb_build_object('type', 'progress', 'step', i, 'steps', ${STEPS}, 'epoch', 1,
    'loss', 3 * exp((-i / 20000.0)::float8) + 0.2 + random() * 0.2, 'lr', (0.0002 * (1 - i / ${STEPS}.0))::float8, 'gradNorm', 0.5 + random(),
    'tokens', i * 120, 'tokensPerSecond', 900 + random() * 50, 'secondsLeft', ((${STEPS} - i) * 0.13)::float8)`
  try {
    await run({
      name: 'a long training',
      text: `INSERT INTO training_jobs (job_id, kind, developer, name, request, status, last_sequence, progress)
        SELECT $1::uuid, 'train', $2, 'long', $3::jsonb, 'stopped', ${STEPS}, ${step} FROM (SELECT ${STEPS} AS i) AS one`,
      values: [jobId, owner.account, request],
    })
    await run({
      name: 'its steps',
      text: `INSERT INTO job_events (job_id, sequence, event) SELECT $1::uuid, i, ${step} FROM generate_series(1, ${STEPS}) AS i`,
      values: [jobId],
    })
    for (let block = 0; block < Math.floor(STEPS / CURVE_BLOCK); block++) await writeCurveBlock(db, jobId, block)
  } finally {
    await close()
  }
  return jobId
}

/** Notes when the last step stands on the first chart and its frame was painted, ms after the navigation began. */
const WATCH = `window.historyDrawn = new Promise((resolve) => {
  new MutationObserver(() => {
    const plot = document.querySelector('.curve:first-child .curve-plot')
    if (plot?.dataset.drawn !== '${STEPS}') return
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => resolve(performance.now())
      port2.postMessage(null)
    })
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-drawn'] })
})`

/** Loads the page of the long training again and again, as a reload does. */
export async function measureHistory(
  context: BenchContext,
  browser: Browser,
  stack: Stack,
  { owner }: Factory,
  jobId: string,
): Promise<void> {
  const repetitions = context.quick ? 3 : 11
  const visitor = await browser.newContext({ baseURL: stack.gatewayUrl, viewport: { width: 1280, height: 900 } })
  const page = await visitor.newPage()
  await page.addInitScript(`sessionStorage.setItem('openledger.session', ${JSON.stringify(owner.token)})`)
  await page.addInitScript(WATCH)
  const times: number[] = []
  let answer = 0
  page.on('response', (response) => {
    if (response.url().includes('/curves')) answer = Number(response.headers()['content-length'] ?? 0)
  })
  for (let visit = 0; visit <= repetitions; visit++) {
    await page.goto(`/factory/${jobId}`)
    const drawn = Number(await page.evaluate('window.historyDrawn'))
    // The first visit fetches the app.
    if (visit > 0) times.push(drawn)
  }
  await visitor.close()
  const median = quantile(times, 0.5)
  context.row({
    name: 'a history of 100,000 steps loads',
    value: Math.round(median),
    unit: 'ms',
    bar: `≤ ${HISTORY_ms_max}`,
    ok: median <= HISTORY_ms_max,
    note: `navigation until its curves are painted, median of ${repetitions} reloads, slowest ${Math.round(Math.max(...times))} ms; its points come in ${Math.round(answer / 1_000)} kB`,
  })
}
