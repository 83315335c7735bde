import { join } from 'node:path'
import { type RunTrainerOptions, runTrainerJob } from '@openledger/worker/trainer/runTrainerJob.ts'
import type { TrainResult } from '@openledger/worker/trainer/trainerEvents.ts'
import type { TrainJob } from '@openledger/worker/trainer/trainerJobs.ts'
import { baseFile } from '../adapters/makeAdapters.ts'
import type { BenchContext } from '../lib/bench.ts'
import { binding } from './exampleRecords.ts'

const silent = { debug() {}, info() {}, warn() {}, error() {} }

/** PyTorch threads of both sides, as a node starts the trainer. */
export const THREADS = 2

/** Trains as the worker does: in a child of the trainer's server, its events checked. */
export async function trainExample(
  context: BenchContext,
  job: Pick<TrainJob, 'recordsFile' | 'outDir' | 'config' | 'checkpointEverySteps'>,
  options: Pick<RunTrainerOptions, 'onStart' | 'onEvent'> = {},
): Promise<TrainResult> {
  const { root, signal } = context
  const trainer = { python: join(root, '.venv', 'bin', 'python'), folder: join(root, 'trainer') }
  return runTrainerJob(
    { kind: 'train', baseGguf: baseFile(root), binding, threads: THREADS, ...job },
    { trainer, logger: silent, signal, ...options },
  )
}
