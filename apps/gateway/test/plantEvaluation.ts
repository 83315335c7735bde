import { randomUUID } from 'node:crypto'
import type { Address } from '@openledger/core/api/primitives.ts'
import { measureQuestions } from '@openledger/core/evaluation/measureQuestions.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import { evaluationPlace } from '@openledger/db/json/evaluationTexts.ts'
import { evaluationAnswers } from '@openledger/db/schema/evaluationAnswers.ts'
import { evaluations } from '@openledger/db/schema/evaluations.ts'
import { trainingJobs } from '@openledger/db/schema/trainingJobs.ts'
import type { Stack } from './stack.ts'

type Row = typeof evaluationAnswers.$inferInsert

/** A question with its answers, as an evaluation of the worker's would have kept it. */
export type PlantedAnswer = {
  readonly prompt: string
  readonly expected: string
  readonly base: string
  readonly adapter: string
  readonly more?: Partial<Row>
}

/** Puts an evaluation into the tables, as the worker leaves one that has succeeded. */
export async function plantEvaluation(
  { db, deps }: Pick<Stack, 'db' | 'deps'>,
  of: {
    readonly developer: Address
    readonly trainingId: string
    readonly name: string
    readonly seed?: number
    readonly answers: readonly PlantedAnswer[]
  },
): Promise<string> {
  const { developer, trainingId, name, seed = 7, answers } = of
  const jobId = randomUUID()
  const questions = answers.map(({ prompt, expected }) => ({ prompts: [prompt], answer: expected, group: 'all' }))
  await db.insert(trainingJobs).values({
    jobId,
    kind: 'evaluate',
    developer,
    name,
    status: 'succeeded',
    request: { modelJobId: trainingId, questions, seed },
    result: { groups: [{ group: 'all', asked: answers.length, baseRight: 0, adapterRight: 0 }] },
  })
  const rows = answers.map((answer, place): Row => toRow(deps.contents, jobId, place, answer))
  const measured = rows.map(({ baseRight, adapterRight }) => ({
    wordings: 1,
    tokens: 4,
    base: { right: baseRight, f1: baseRight, nats: 8 },
    adapter: { right: adapterRight, f1: adapterRight, nats: 2 },
  }))
  const all = measureQuestions(measured, seed)
  const report = {
    seed,
    adapterHash: hashText('adapter'),
    baseHash: hashText('base'),
    ...{ all, clean: all, copies: measureQuestions([], seed), groups: [{ group: 'all', figures: all }], judged: null },
  }
  await db.insert(evaluations).values({ jobId, trainingId, developer, report })
  await db.insert(evaluationAnswers).values(rows)
  return jobId
}

function toRow(contents: Stack['deps']['contents'], jobId: string, place: number, answer: PlantedAnswer): Row {
  const { prompt, expected, base, adapter, more } = answer
  const right = (said: string) => (said === expected ? 1 : 0)
  return {
    ...{ jobId, place, group: 'all', wordings: 1, tokens: 4, baseNats: 8, adapterNats: 2 },
    question: hashText(JSON.stringify([[prompt], expected])),
    ...{ baseRight: right(base), adapterRight: right(adapter), baseF1: right(base), adapterF1: right(adapter) },
    differs: base !== adapter,
    texts: contents.seal(evaluationPlace(jobId, place), { expected, asked: [{ prompt, base, adapter }] }),
    ...more,
  }
}
