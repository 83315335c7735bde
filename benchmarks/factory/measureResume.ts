import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { TrainResult } from '@openledger/worker/trainer/trainerEvents.ts'
import type { BenchContext } from '../lib/bench.ts'
import { seededRandom } from '../lib/seededRandom.ts'
import { writeExampleRecords } from './exampleRecords.ts'
import { trainExample } from './trainExample.ts'

const SEED = 20_261_130
const RECORDS = 10

/** Everything that a training keeps between two steps: dropout, held-out loss, best weights, order. */
const config = {
  rank: 4,
  alpha: 8,
  lrNano: 1_000_000,
  epochs: 4,
  batchSize: 4,
  warmupPpm: 100_000,
  dropoutMicro: 50_000,
  validationPpm: 100_000,
  patience: 20,
  evalEverySteps: 3,
  seed: 7,
  indexWordings: 1,
} satisfies NonNullable<Parameters<typeof trainExample>[1]['config']>

/** Where a run is killed: so many milliseconds after an event, counted over the whole run, its export and index too. */
type Point = { readonly event: number; readonly delay_ms: number }

/** Trainings that are killed by SIGKILL at seeded points and resumed, against one that nothing broke. */
export async function measureResume(context: BenchContext): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'openledger-bench-resume-'))
  try {
    const recordsFile = join(folder, 'records.jsonl')
    await writeExampleRecords(context.root, recordsFile, RECORDS)
    const job = (name: string) => ({ recordsFile, outDir: join(folder, name), config, checkpointEverySteps: 2 })
    const events: string[] = []
    const unbroken = await trainExample(context, job('unbroken'), { onEvent: ({ type }) => events.push(type) })
    const count = context.quick ? 4 : 20
    const random = seededRandom(SEED)
    const first = events.indexOf('progress')
    let same = 0
    let resumed = 0
    const ends: string[] = []
    for (let at = 0; at < count; at++) {
      // Half of the points lie among the steps, half anywhere up to the last event but one.
      const last = at % 2 === 0 ? events.lastIndexOf('saved') : events.length - 2
      const point = { event: first + Math.floor(random() * (last - first + 1)), delay_ms: Math.floor(random() * 150) }
      const broken = await killAt(context, job(`broken-${at}`), point)
      const found: string[] = []
      const result = await trainExample(context, job(`broken-${at}`), { onEvent: ({ type }) => found.push(type) })
      const equal = isSame(result, unbroken)
      same += equal ? 1 : 0
      resumed += found.includes('resumed') ? 1 : 0
      const where = `${broken} (event ${point.event} of ${events.length} + ${point.delay_ms} ms)`
      if (!equal) ends.push(where)
      context.progress(`point ${at + 1} of ${count}: killed after ${where}: ${equal ? 'same hashes' : 'DIFFERENT'}`)
      await rm(join(folder, `broken-${at}`), { recursive: true, force: true })
    }
    context.row({
      name: 'killed at seeded points and resumed: same adapter, log and index as an unbroken run',
      value: `${same} of ${count}`,
      unit: 'runs',
      bar: context.quick ? `${count} of ${count}` : '20 of 20',
      ok: same === count,
      note: `SmolLM2-135M, ${unbroken.stepsRun} steps with dropout, held-out records and best weights kept, a checkpoint every 2 steps, SIGKILL during steps, checkpoints, export and index; ${resumed} went on from a checkpoint, the others were killed before the first; seed ${SEED}${ends.length > 0 ? `; different: ${ends.join(', ')}` : ''}`,
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Kills the job's process at a point; says after which event. Sooner where the run would have ended before. */
async function killAt(context: BenchContext, job: Parameters<typeof trainExample>[1], point: Point): Promise<string> {
  let pid = 0
  let seen = -1
  let after = 'its start'
  let timer: NodeJS.Timeout | undefined
  const kill = () => {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It has ended.
    }
  }
  try {
    await trainExample(context, job, {
      onStart: (started) => {
        pid = started
      },
      onEvent: (event) => {
        seen++
        if (seen <= point.event) after = 'step' in event ? `${event.type} ${event.step}` : event.type
        if (seen === point.event) timer = setTimeout(kill, point.delay_ms)
      },
    })
  } catch (error) {
    clearTimeout(timer)
    if (OpenLedgerError.find(error)?.code !== 'TRAINER_CRASHED') throw error
    return after
  }
  clearTimeout(timer)
  await rm(job.outDir, { recursive: true, force: true })
  if (point.delay_ms === 0) return killAt(context, job, { event: point.event - 1, delay_ms: 0 })
  return killAt(context, job, { ...point, delay_ms: 0 })
}

function isSame(result: TrainResult, unbroken: TrainResult): boolean {
  const { adapterHash, adapterGgufHash, logHead, indexHash, manifestHash } = result
  return (
    adapterHash === unbroken.adapterHash &&
    adapterGgufHash === unbroken.adapterGgufHash &&
    logHead === unbroken.logHead &&
    indexHash === unbroken.indexHash &&
    manifestHash === unbroken.manifestHash
  )
}
