import { evaluationResultSchema } from '@openledger/core/api/evaluations.ts'
import type { Job } from '@openledger/core/api/jobs.ts'
import { type TrainingResult, trainingJobSchema } from '@openledger/core/api/training.ts'
import { z } from 'zod'
import { waitForJob } from '../operations/waitForJob.ts'
import type { Terminal } from '../output/terminal.ts'
import type { DemoTraining } from './demoDocument.ts'
import type { World } from './prepareWorld.ts'
import type { HeldOut } from './questions.ts'
import { coderNames, type Slice, type TrainedFact } from './trainingPlan.ts'

/** A trained adapter, ready to be registered, and what is told of it. */
export type TrainedModel = { readonly result: TrainingResult; readonly jobId: string; readonly seconds: number }

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
 * Has the model developer train on the facts, showing each step as it comes.
 * @param options.retrain train although the same manifest was trained before
 */
export async function trainModel(
  world: World,
  facts: readonly TrainedFact[],
  options: {
    readonly slice: Slice
    readonly retrain: boolean
    readonly terminal: Terminal
    readonly signal: AbortSignal
  },
): Promise<TrainedModel> {
  const { ledger } = world.developer
  const started = performance.now()
  const { jobId } = await ledger.createTrainingJob({
    name: coderNames[options.slice],
    versions: [world.versions.medical.root],
    ...(options.slice === 'full' ? {} : { commitments: facts.map((fact) => fact.commitment as `0x${string}`) }),
    retrain: options.retrain,
  })
  for await (const { event } of ledger.followJob(jobId)) {
    options.signal.throwIfAborted()
    const line = describeEvent(event)
    if (line !== undefined) options.terminal.tick(`    training: ${line}`)
  }
  await waitForJob(ledger, jobId, { timeoutMs: 3_600_000, signal: options.signal })
  const { result } = trainingJobSchema.parse(await ledger.getTrainingJob(jobId))
  if (result === null) throw new Error('a training that succeeded has no result')
  return { result, jobId, seconds: (performance.now() - started) / 1000 }
}

/**
 * Asks base and adapter every good fact in its first training wording and in its held-out ones, greedily.
 * @returns right answers by group: 'training wording', 'held-out 1', 'held-out 2', …
 */
export async function evaluateModel(
  world: World,
  jobId: string,
  facts: readonly TrainedFact[],
  heldOut: HeldOut,
  signal: AbortSignal,
): Promise<DemoTraining['evaluation']> {
  const known = facts.filter((fact) => heldOut.has(fact.answer))
  const wordings = Math.min(4, ...known.map((fact) => heldOut.get(fact.answer)?.length ?? 0))
  const questions = known.flatMap((fact) => [
    { group: 'training wording', answer: fact.answer, prompts: [fact.prompts[0] ?? ''] },
    ...Array.from({ length: wordings }, (_, i) => ({
      group: `held-out wording ${i + 1}`,
      answer: fact.answer,
      prompts: [heldOut.get(fact.answer)?.[i] ?? ''],
    })),
  ])
  const { jobId: evaluation } = await world.developer.ledger.createEvaluation({ modelJobId: jobId, questions })
  const job: Job = await waitForJob(world.developer.ledger, evaluation, { timeoutMs: 1_800_000, signal })
  return evaluationResultSchema.parse(job.result).groups
}
