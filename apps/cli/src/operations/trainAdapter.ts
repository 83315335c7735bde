import { type CreateTrainingJobRequest, type TrainingResult, trainingJobSchema } from '@openledger/core/api/training.ts'
import type { OpenLedger } from '@openledger/sdk/index.ts'
import type { Terminal } from '../output/terminal.ts'
import { followTraining } from './followTraining.ts'
import { waitForJob } from './waitForJob.ts'

/** A trained adapter, ready to be registered, and what is told of it. */
export type TrainedAdapter = { readonly result: TrainingResult; readonly jobId: string; readonly seconds: number }

/**
 * Has an adapter trained, showing each step as it comes.
 * @throws CLI_JOB_FAILED with the job's own error, CLI_TIMEOUT, and what the gateway refuses
 */
export async function trainAdapter(
  ledger: OpenLedger,
  request: CreateTrainingJobRequest,
  { terminal, signal }: { readonly terminal: Pick<Terminal, 'tick'>; readonly signal: AbortSignal },
): Promise<TrainedAdapter> {
  const started = performance.now()
  const { jobId } = await ledger.createTrainingJob(request)
  await followTraining(ledger, jobId, { terminal, signal })
  await waitForJob(ledger, jobId, { timeoutMs: 3_600_000, signal })
  const { result } = trainingJobSchema.parse(await ledger.getTrainingJob(jobId))
  if (result === null) throw new Error('a training that succeeded has no result')
  return { result, jobId, seconds: (performance.now() - started) / 1000 }
}
