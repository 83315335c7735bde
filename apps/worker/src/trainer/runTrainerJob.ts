import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { WorkerLogger } from '../workerLogger.ts'
import { trainerErrorOf, trainerErrors } from './trainerErrors.ts'
import {
  type EvaluateResult,
  type InfluenceResult,
  type TrainerEvent,
  type TrainerResult,
  type TrainResult,
  trainerEventSchema,
} from './trainerEvents.ts'
import { type TrainerJob, trainerJobSchema } from './trainerJobs.ts'

/** The result that a kind of job ends with. */
type ResultOf<Job extends TrainerJob> = {
  train: TrainResult
  influence: InfluenceResult
  evaluate: EvaluateResult
}[Job['kind']]

/** Surroundings of a trainer process. */
export type RunTrainerOptions = {
  /** python: interpreter with the trainer's packages; folder: holds the package openledger_trainer. */
  readonly trainer: { readonly python: string; readonly folder: string }
  /** Called with each event in order; the next line is read when it is done. */
  readonly onEvent?: (event: TrainerEvent) => unknown
  /** Ends the process. */
  readonly signal?: AbortSignal
  readonly logger: WorkerLogger
}

const LOG_LINES_KEPT = 20

/**
 * Runs one job in a trainer process of its own and returns its result.
 *
 * Events are checked line by line. A process that dies (by a signal, or without a result) leaves finished files only,
 * so the job can be run again.
 *
 * @throws TRAINER_JOB_INVALID before anything is started; TRAINER_NOT_STARTED, TRAINER_CRASHED, TRAINER_STOPPED,
 * TRAINER_EVENT_INVALID; or the code that the process itself gave.
 */
export async function runTrainerJob<Job extends TrainerJob>(
  job: Job,
  options: RunTrainerOptions,
): Promise<ResultOf<Job>> {
  const checked = trainerJobSchema.safeParse(job)
  if (!checked.success) {
    const issue = checked.error.issues[0]
    throw new OpenLedgerError(trainerErrors.TRAINER_JOB_INVALID, `${issue?.path.join('.') || 'job'}: ${issue?.message}`)
  }
  const { trainer, logger, onEvent, signal } = options
  if (signal?.aborted) throw new OpenLedgerError(trainerErrors.TRAINER_STOPPED, 'The job was stopped before it began.')
  const child = spawn(trainer.python, ['-m', 'openledger_trainer', '--exit-with-parent'], {
    cwd: trainer.folder,
    env: { ...process.env, PYTHONUNBUFFERED: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const stop = () => child.kill('SIGKILL')
  signal?.addEventListener('abort', stop, { once: true })
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>
  closed.catch(() => undefined) // a failed start is reported where it is awaited
  const log: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => {
    log.push(line)
    if (log.length > LOG_LINES_KEPT) log.shift()
    logger.debug({ line }, 'trainer.log')
  })
  child.stdin.on('error', () => undefined) // a process that died unread is reported by its exit below
  child.stdin.end(JSON.stringify(checked.data))

  try {
    let last: TrainerEvent | undefined
    for await (const line of createInterface({ input: child.stdout })) {
      last = readEvent(line)
      await onEvent?.(last)
    }
    const [code, killedBy] = await closed
    if (signal?.aborted) throw new OpenLedgerError(trainerErrors.TRAINER_STOPPED, 'The job was stopped.')
    if (last?.type === 'error') throw new OpenLedgerError(trainerErrorOf(last.code), last.message)
    if (code !== 0 || last?.type !== 'result') {
      logger.error({ code, killedBy, log }, 'trainer.crashed')
      const how = killedBy ? `was ended by ${killedBy}` : `ended with status ${code} and no result`
      throw new OpenLedgerError(trainerErrors.TRAINER_CRASHED, `The trainer process ${how}.`)
    }
    return resultFor(job, last)
  } catch (error) {
    if (error instanceof OpenLedgerError || !isSpawnFailure(error)) throw error
    throw new OpenLedgerError(trainerErrors.TRAINER_NOT_STARTED, `${trainer.python} could not be started.`, {
      cause: error,
    })
  } finally {
    signal?.removeEventListener('abort', stop)
    if (child.exitCode === null) child.kill('SIGKILL')
    await closed.catch(() => undefined)
  }
}

function readEvent(line: string): TrainerEvent {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (cause) {
    throw new OpenLedgerError(trainerErrors.TRAINER_EVENT_INVALID, 'The trainer wrote a line that is not JSON.', {
      cause,
    })
  }
  const event = trainerEventSchema.safeParse(value)
  if (event.success) return event.data
  throw new OpenLedgerError(trainerErrors.TRAINER_EVENT_INVALID, 'The trainer wrote an event of unknown form.', {
    cause: event.error,
  })
}

function resultFor<Job extends TrainerJob>(job: Job, result: TrainerResult): ResultOf<Job> {
  if (result.kind === job.kind) return result as ResultOf<Job>
  throw new OpenLedgerError(
    trainerErrors.TRAINER_EVENT_INVALID,
    `The trainer answered a ${job.kind} job with a ${result.kind} result.`,
  )
}

function isSpawnFailure(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && String(error.syscall).startsWith('spawn')
}
