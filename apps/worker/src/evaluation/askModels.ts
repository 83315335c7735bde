import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JobContext } from '../catalogue/defineJob.ts'
import { runTrainerJob } from '../trainer/runTrainerJob.ts'
import type { Evaluation, TrainerEvent } from '../trainer/trainerEvents.ts'
import type { AskedQuestion } from './askedQuestion.ts'

/** Most tokens of an answer; the trainer stops a little after the longest expected one anyway. */
const ANSWER_TOKENS = 128

/** One wording with what a model said to it. */
export type Said = Evaluation['answers'][number]

/** What each model said to each question, wordings in their order. */
export type SaidByModel = {
  readonly base: readonly (readonly Said[])[]
  readonly adapter: readonly (readonly Said[])[]
}

/**
 * Asks base and adapter every wording of every question, greedily.
 *
 * @param adapterDir absolute
 * @throws TRAINER_*
 */
export async function askModels(
  { deps, signal }: JobContext,
  adapterDir: string,
  questions: readonly AskedQuestion[],
  onStage: (event: Extract<TrainerEvent, { type: 'stage' }>) => Promise<unknown>,
): Promise<SaidByModel> {
  const folder = await mkdtemp(join(tmpdir(), 'openledger-questions-'))
  try {
    const file = join(folder, 'questions.jsonl')
    await writeFile(file, questions.map(({ prompts, answer }) => `${JSON.stringify({ prompts, answer })}\n`).join(''))
    const { evaluations } = await runTrainerJob(
      {
        kind: 'evaluate',
        baseGguf: deps.baseModel.file,
        adapterDir,
        questions: { all: file },
        maxNewTokens: ANSWER_TOKENS,
        losses: true,
        threads: deps.trainer.threads,
      },
      {
        trainer: deps.trainer,
        signal,
        logger: deps.logger,
        onEvent: async (event) => {
          if (event.type === 'stage') await onStage(event)
        },
      },
    )
    const of = (model: Evaluation['model']) => {
      const said = questions.map((): Said[] => [])
      const answers = evaluations.find((evaluation) => evaluation.model === model)?.answers ?? []
      for (const answer of answers) said[answer.question]?.push(answer)
      return said
    }
    return { base: of('base'), adapter: of('adapter') }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
