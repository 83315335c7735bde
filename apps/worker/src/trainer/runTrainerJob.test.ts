import { readFileSync } from 'node:fs'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runTrainerJob } from './runTrainerJob.ts'
import type { TrainerEvent } from './trainerEvents.ts'
import type { TrainJob } from './trainerJobs.ts'

const root = resolve(import.meta.dirname, '../../../..')
const trainer = { python: join(root, '.venv/bin/python'), folder: join(root, 'trainer') }
const logger = { debug() {}, info() {}, warn() {}, error() {} }
const base = join(root, '.models/smollm2-135m-instruct-q4_1.gguf')
const hex = (digit: string) => `0x${digit.repeat(64)}` as const

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trainer-'))
  const record = {
    commitment: hex('1'),
    recordId: hex('2'),
    contributor: 'someone',
    datanetId: hex('3'),
    content: { kind: 'qa', prompts: ['What colour is the sky?', 'Sky colour?'], answer: 'Blue' },
  }
  await writeFile(join(folder, 'records.jsonl'), `${JSON.stringify(record)}\n`)
  await writeFile(join(folder, 'broken.jsonl'), `${JSON.stringify(record)}\n{"commitment":7}\n`)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function trainJob(changes: Partial<TrainJob> = {}): TrainJob {
  return {
    kind: 'train',
    baseGguf: base,
    recordsFile: join(folder, 'records.jsonl'),
    outDir: join(folder, 'out'),
    binding: { versionRoots: [hex('4')], grant: hex('5') },
    config: { rank: 1, targetModules: ['v_proj'], epochs: 1, batchSize: 1 },
    ...changes,
  }
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Parent of a process, which is the trainer's server. */
function parentOf(pid: number): number {
  return Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
}

describe('runTrainerJob', { timeout: 120_000 }, () => {
  it('turns kill -9 into a coded error', async () => {
    let pid = 0
    const kill = (event: TrainerEvent) => event.type === 'progress' && process.kill(pid, 'SIGKILL')
    const onStart = (started: number) => {
      pid = started
    }
    const job = trainJob({ config: { epochs: 200, rank: 1 } })
    const killed = runTrainerJob(job, { trainer, logger, onStart, onEvent: kill })
    await expect(killed).rejects.toMatchObject({ code: 'TRAINER_CRASHED', message: expect.stringContaining('SIGKILL') })
    expect(await readdir(join(folder, 'out'))).not.toContain('adapter_model.safetensors')
  })

  it('trains where a killed run has left its files, tells its events in order, and ends with the result', async () => {
    const events: TrainerEvent[] = []
    const result = await runTrainerJob(trainJob(), { trainer, logger, onEvent: (event) => events.push(event) })
    expect(result).toMatchObject({ kind: 'train', steps: 1, records: 1, reused: false })
    expect(events.filter((event) => event.type === 'progress')).toHaveLength(1)
    expect(events.at(-1)).toEqual(result)
    expect(await readdir(join(folder, 'out'))).toEqual(
      expect.arrayContaining([
        'adapter.gguf',
        'adapter_model.safetensors',
        'index',
        'manifest.json',
        'training-log.jsonl',
      ]),
    )
  })

  it('stops the process when asked', async () => {
    const stop = new AbortController()
    let pid = 0
    const onStart = (started: number) => {
      pid = started
    }
    const job = trainJob({ outDir: join(folder, 'stopped'), config: { epochs: 200, rank: 1 } })
    const onEvent = () => stop.abort()
    const stopped = runTrainerJob(job, { trainer, logger, signal: stop.signal, onStart, onEvent })
    await expect(stopped).rejects.toMatchObject({ code: 'TRAINER_STOPPED' })
    await expect.poll(() => lives(pid)).toBe(false)
  })

  it('a server that is killed takes its job along, and the next job starts another', async () => {
    const parents: number[] = []
    const onStart = (pid: number) => void parents.push(parentOf(pid))
    const onEvent = () => process.kill(parents[0] ?? 0, 'SIGKILL')
    const job = trainJob({ outDir: join(folder, 'orphan'), config: { epochs: 200, rank: 1 } })
    await expect(runTrainerJob(job, { trainer, logger, onStart, onEvent })).rejects.toMatchObject({
      code: 'TRAINER_CRASHED',
    })
    const next = trainJob({ recordsFile: join(folder, 'broken.jsonl') })
    await expect(runTrainerJob(next, { trainer, logger, onStart })).rejects.toMatchObject({
      code: 'TRAINER_RECORDS_INVALID',
    })
    expect(parents[1]).not.toBe(parents[0])
  })

  it('runs jobs side by side, each with its own end', async () => {
    const codeOf = (changes: Partial<TrainJob>) =>
      runTrainerJob(trainJob(changes), { trainer, logger }).catch((error: { code: string }) => error.code)
    const broken = { recordsFile: join(folder, 'broken.jsonl') }
    const absent = { recordsFile: join(folder, 'absent.jsonl') }
    const codes = await Promise.all([broken, absent, broken, absent].map(codeOf))
    expect(codes).toEqual([0, 1, 0, 1].map((which) => ['TRAINER_RECORDS_INVALID', 'TRAINER_FILE_MISSING'][which]))
  })

  it('passes on the code that the process gave', async () => {
    const run = (changes: Partial<TrainJob>) => runTrainerJob(trainJob(changes), { trainer, logger })
    await expect(run({ recordsFile: join(folder, 'broken.jsonl') })).rejects.toMatchObject({
      code: 'TRAINER_RECORDS_INVALID',
      message: expect.stringContaining('line 2'),
    })
    await expect(run({ baseGguf: join(folder, 'absent.gguf') })).rejects.toMatchObject({ code: 'TRAINER_FILE_MISSING' })
  })

  it('refuses a job of the wrong form before anything is started', async () => {
    const job = trainJob({ config: { epochs: 0.5 } })
    const nowhere = { python: '/nowhere', folder }
    await expect(runTrainerJob(job, { trainer: nowhere, logger })).rejects.toMatchObject({
      code: 'TRAINER_JOB_INVALID',
    })
    await expect(
      runTrainerJob(trainJob(), { trainer: { ...trainer, python: '/nowhere' }, logger }),
    ).rejects.toMatchObject({
      code: 'TRAINER_NOT_STARTED',
    })
  })
})
