import { type CreateTrainingJobRequest, type TrainingResult, trainingJobSchema } from '@openledger/core/api/training.ts'
import type { OpenLedger } from '@openledger/sdk/index.ts'
import { z } from 'zod'
import type { Terminal } from '../output/terminal.ts'
import { waitForJob } from './waitForJob.ts'

/** A trained adapter, ready to be registered, and what is told of it. */
export type TrainedAdapter = { readonly result: TrainingResult; readonly jobId: string; readonly seconds: number }

const progressSchema = z.looseObject({
  type: z.literal('progress'),
  step: z.number(),
  steps: z.number(),
  loss: z.number(),
  lr: z.number(),
  tokensPerSecond: z.number(),
  secondsLeft: z.number(),
})
const stageSchema = z.looseObject({ type: z.literal('stage'), stage: z.string(), done: z.number(), total: z.number() })

/** One line about an event of a training; undefined for events that say nothing new. */
function describeEvent(event: unknown): string | undefined {
  const progress = progressSchema.safeParse(event)
  if (progress.success) {
    const { step, steps, loss, lr, tokensPerSecond, secondsLeft } = progress.data
    return `step ${step}/${steps}, loss ${loss.toFixed(3)}, lr ${lr.toExponential(1)}, ${tokensPerSecond.toFixed(0)} tokens/s, ${Math.round(secondsLeft)} s left`
  }
  const stage = stageSchema.safeParse(event)
  return stage.success ? `${stage.data.stage} ${stage.data.done}/${stage.data.total}` : undefined
}

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
  for await (const { event } of ledger.followJob(jobId)) {
    signal.throwIfAborted()
    const line = describeEvent(event)
    if (line !== undefined) terminal.tick(`    training: ${line}`)
  }
  await waitForJob(ledger, jobId, { timeoutMs: 3_600_000, signal })
  const { result } = trainingJobSchema.parse(await ledger.getTrainingJob(jobId))
  if (result === null) throw new Error('a training that succeeded has no result')
  return { result, jobId, seconds: (performance.now() - started) / 1000 }
}
