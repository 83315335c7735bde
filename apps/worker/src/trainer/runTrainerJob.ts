import { createInterface } from 'node:readline'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { z } from 'zod'
import type { WorkerLogger } from '../workerLogger.ts'
import { openJob } from './openJob.ts'
import { trainerErrorOf, trainerErrors } from './trainerErrors.ts'
import {
  type EvaluateResult,
  type ExportResult,
  type InfluenceResult,
  type TrainerEvent,
  type TrainerResult,
  type TrainResult,
  trainerEventSchema,
} from './trainerEvents.ts'
import { type TrainerJob, trainerJobSchema } from './trainerJobs.ts'
import type { Trainer } from './trainerServer.ts'

/** The result that a kind of job ends with. */
type ResultOf<Job extends TrainerJob> = {
  train: TrainResult
  influence: InfluenceResult
  evaluate: EvaluateResult
  export: ExportResult
}[Job['kind']]

/** Surroundings of a job. */
export type RunTrainerOptions = {
  readonly trainer: Trainer
  /** Called with the id of the process that runs the job. */
  readonly onStart?: (pid: number) => void
  /** Called with each event in order; the next line is read when it is done. */
  readonly onEvent?: (event: TrainerEvent) => unknown
  /** Ends the process. */
  readonly signal?: AbortSignal
  readonly logger: WorkerLogger
}

/**
 * Runs one job in a process of its own, a child of the trainer's server, and returns its result.
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
  const { trainer, logger, onStart, onEvent, signal } = options
  if (signal?.aborted) throw new OpenLedgerError(trainerErrors.TRAINER_STOPPED, 'The job was stopped before it began.')
  const { connection, log } = await openJob(JSON.stringify(checked.data), trainer, logger)
  let process_: number | undefined
  let exited: ExitedLine | undefined
  const stop = () => (process_ === undefined ? connection.destroy() : kill(process_))
  signal?.addEventListener('abort', stop, { once: true })
  const closed = new Promise<void>((resolve) => void connection.once('close', () => resolve()))
  try {
    let last: TrainerEvent | undefined
    for await (const line of createInterface({ input: connection })) {
      const value = readLine(line)
      const started = startedLineSchema.safeParse(value)
      const ended = exitedLineSchema.safeParse(value)
      if (started.success) {
        process_ = started.data.pid
        onStart?.(process_)
        if (signal?.aborted) stop()
      } else if (ended.success) exited = ended.data
      else {
        last = readEvent(value)
        await onEvent?.(last)
      }
    }
    if (signal?.aborted) throw new OpenLedgerError(trainerErrors.TRAINER_STOPPED, 'The job was stopped.')
    if (last?.type === 'error') throw new OpenLedgerError(trainerErrorOf(last.code), last.message)
    if (exited?.status !== 0 || last?.type !== 'result') {
      logger.error({ exited, log }, 'trainer.crashed')
      throw new OpenLedgerError(trainerErrors.TRAINER_CRASHED, `The trainer process ${howItEnded(exited)}.`)
    }
    return resultFor(job, last)
  } finally {
    signal?.removeEventListener('abort', stop)
    if (exited === undefined && process_ !== undefined) kill(process_)
    connection.destroy()
    await closed
  }
}

const startedLineSchema = z.strictObject({ type: z.literal('started'), pid: z.int().positive() })
const exitedLineSchema = z.strictObject({
  type: z.literal('exited'),
  status: z.int().nullable(),
  signal: z.string().nullable(),
})
type ExitedLine = z.output<typeof exitedLineSchema>

function howItEnded(exited: ExitedLine | undefined): string {
  if (exited === undefined) return 'ended, and its server with it'
  return exited.signal === null ? `ended with status ${exited.status} and no result` : `was ended by ${exited.signal}`
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended.
  }
}

function readLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch (cause) {
    throw new OpenLedgerError(trainerErrors.TRAINER_EVENT_INVALID, 'The trainer wrote a line that is not JSON.', {
      cause,
    })
  }
}

function readEvent(value: unknown): TrainerEvent {
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
