import { evaluationResultSchema } from '@openledger/core/api/evaluations.ts'
import type { Job } from '@openledger/core/api/jobs.ts'
import { type TrainedAdapter, trainAdapter } from '../operations/trainAdapter.ts'
import { waitForJob } from '../operations/waitForJob.ts'
import type { Terminal } from '../output/terminal.ts'
import type { DemoTraining } from './demoDocument.ts'
import type { World } from './prepareWorld.ts'
import type { HeldOut } from './questions.ts'
import { coderNames, type Slice, type TrainedFact } from './trainingPlan.ts'

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
): Promise<TrainedAdapter> {
  const request = {
    name: coderNames[options.slice],
    versions: [world.versions.medical.root],
    ...(options.slice === 'full' ? {} : { commitments: facts.map((fact) => fact.commitment as `0x${string}`) }),
    retrain: options.retrain,
  }
  return trainAdapter(world.developer.ledger, request, options)
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
