import type { z } from 'zod'
import type { WorkerDeps } from '../workerDeps.ts'

/** What a handler gets besides its validated input. */
export type JobContext = {
  /** pg-boss's id of this job: the same again when the job is retried. */
  readonly jobId: string
  /** 0 the first time; counts failures, not restarts of the process. */
  readonly attempt: number
  /** True when a failure now would be the last one. */
  readonly lastAttempt: boolean
  /** Aborted when the job's time is over or the worker stops. */
  readonly signal: AbortSignal
  readonly deps: WorkerDeps
}

/** One kind of background work. A file in src/jobs/ exports one as `job`. */
export type JobDefinition<Schema extends z.ZodType = z.ZodType> = {
  /** Queue name; also the file's name. */
  readonly name: string
  /** Everything that enters the job; the handler's input type follows from it. */
  readonly schema: Schema
  /** Seconds a run may take before it is aborted and counted as failed. */
  readonly timeoutSeconds: number
  /** How often, and with what pause, a retryable failure is tried again. */
  readonly retry: { readonly limit: number; readonly delaySeconds: number }
  /** At most one of it waits or runs: another that is put in the queue meanwhile is dropped. */
  readonly exclusive?: boolean
  /**
   * Does the work. It must be safe to run again from the start after a kill at any line.
   * Throws OpenLedgerError: one whose status is below 500 isn't tried again.
   */
  handler(input: z.output<Schema>, context: JobContext): Promise<object | undefined>
}

/** A definition whose schema the catalogue has tied to its handler: it takes unvalidated data. */
export type CatalogueJob = Omit<JobDefinition, 'schema' | 'handler'> & {
  /** Validates `data` and runs the handler; throws WORKER_JOB_INVALID. */
  run(data: unknown, context: JobContext): Promise<object | undefined>
  /** Validates `data` without running anything; throws WORKER_JOB_INVALID. */
  parse(data: unknown): unknown
}
