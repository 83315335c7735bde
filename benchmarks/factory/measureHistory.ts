import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { appendJobEvent } from '@openledger/db/jobs/appendJobEvent.ts'
import { openDatabase } from '@openledger/db/openDatabase.ts'
import { readCurves } from '@openledger/gateway/jobs/readCurves.ts'
import { findJob } from '@openledger/gateway/jobs/trackedJobs.ts'
import { startPostgres } from '../../packages/db/test/startPostgres.ts'
import type { BenchContext } from '../lib/bench.ts'
import { quantile } from '../lib/quantile.ts'
import { seededRandom } from '../lib/seededRandom.ts'

const SEED = 8
const LOADS = 7
const POINTS = 1_000
const BAR_ms = 500

/** A long training's history: what adding a step costs at its end, and how long all of it takes to be read as curves. */
export async function measureHistory(context: BenchContext): Promise<void> {
  const steps = context.quick ? 10_000 : 100_000
  const folder = await mkdtemp(join(tmpdir(), 'openledger-bench-history-'))
  const server = await startPostgres()
  try {
    const databaseUrl = await server.createDatabase('history')
    await measure(context, 'embedded', steps, { dataDir: join(folder, 'db') })
    await measure(context, 'PostgreSQL', steps, { url: databaseUrl })
  } finally {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function measure(
  context: BenchContext,
  name: string,
  steps: number,
  where: Parameters<typeof openDatabase>[0],
): Promise<void> {
  const jobId = randomUUID()
  const writing = await openDatabase(where)
  await writing.run({
    name: 'bench-history-job',
    text: `INSERT INTO training_jobs (job_id, kind, developer, name, request, status)
           VALUES ($1::uuid, 'train', $2::text, 'history', '{"name":"history","versions":[]}', 'running') RETURNING job_id`,
    values: [jobId, `0x${'a'.repeat(40)}`],
  })
  const random = seededRandom(SEED)
  const appended: number[] = []
  let [lowest, highest] = [Number.POSITIVE_INFINITY, 0]
  for (let step = 1; step <= steps; step++) {
    context.signal.throwIfAborted()
    // One step in a thousand stands far out: it must not be lost.
    const loss = 4 / Math.sqrt(step) + random() * (random() < 0.001 ? 20 : 0.2)
    ;[lowest, highest] = [Math.min(lowest, loss), Math.max(highest, loss)]
    const before = performance.now()
    const rest = { epoch: 1, lr: 1e-4 * (1 - step / steps), gradNorm: random(), tokens: step * 64 }
    const event = { type: 'progress', step, steps, loss, ...rest, tokensPerSecond: 150 + random(), secondsLeft: 1 }
    await appendJobEvent(writing.db, jobId, event)
    if (step % 1_000 === 0)
      await appendJobEvent(writing.db, jobId, { type: 'evaluation', ...{ step, loss, tokens: 1 } })
    if (step > steps * 0.9) appended.push(performance.now() - before)
    if (step % 10_000 === 0) context.progress(`${name}: ${step} of ${steps} steps written`)
  }
  await writing.close()

  const reading = await openDatabase(where)
  const taken: number[] = []
  let kept: readonly number[] = []
  for (let load = 0; load < LOADS; load++) {
    const before = performance.now()
    const curves = await readCurves(reading.db, await findJob(reading.db, jobId, 'train'), POINTS)
    const bytes = JSON.stringify(curves).length
    taken.push(performance.now() - before)
    kept = curves.series.loss.map(([, value]) => value)
    context.progress(`${name}: read in ${taken.at(-1)?.toFixed(0)} ms, ${bytes} bytes of JSON`)
  }
  await reading.close()
  const [first = Number.NaN] = taken
  const short = context.quick ? ' (quick: fewer steps)' : ''
  const about = `${steps} steps thinned to ${POINTS} points a curve, from the tables to JSON${short}`
  const held = kept.includes(lowest) && kept.includes(highest)
  context.row({
    name: `history, ${name}: first load after a start`,
    value: Math.round(first),
    unit: 'ms',
    bar: `≤ ${BAR_ms}`,
    ok: first <= BAR_ms,
    note: about,
  })
  context.row({
    name: `history, ${name}: load, median`,
    value: Math.round(quantile(taken, 0.5)),
    unit: 'ms',
    bar: `≤ ${BAR_ms}`,
    ok: quantile(taken, 0.5) <= BAR_ms,
    note: `${about}; ${LOADS} loads`,
  })
  context.row({
    name: `history, ${name}: extremes kept`,
    value: held ? 'both' : 'lost',
    unit: '',
    bar: 'both',
    ok: held,
    note: 'the lowest and the highest loss of all steps are among the points',
  })
  context.row({
    name: `history, ${name}: adding a step, p99`,
    value: Number(quantile(appended, 0.99).toFixed(2)),
    unit: 'ms',
    bar: null,
    ok: null,
    note: `the last tenth of ${steps} steps${short}`,
  })
}
