import type { EvaluationFigures, EvaluationRate } from '../api/evaluations.ts'
import { bootstrapInterval, type Weighed } from './bootstrapInterval.ts'
import { signTest } from './signTest.ts'
import { wilsonInterval } from './wilsonInterval.ts'

/** What one model made of a question, summed over its wordings. */
export type Measured = {
  /** Wordings whose answer was right (normalised exact match). */
  readonly right: number
  /** Token F1, summed. */
  readonly f1: number
  /** Minus the log-probability of the expected answer, nats, summed. */
  readonly nats: number
}

/** A question that base and adapter were asked. */
export type MeasuredQuestion = {
  readonly wordings: number
  /** Tokens of the expected answer, its end included, summed over the wordings. */
  readonly tokens: number
  readonly base: Measured
  readonly adapter: Measured
}

/**
 * Figures of a set of questions. A question counts once however many wordings it has: they are not independent, so
 * intervals and tests are over questions.
 *
 * @param seed of the intervals that are drawn
 */
export function measureQuestions(questions: readonly MeasuredQuestion[], seed: number): EvaluationFigures {
  const asked = questions.reduce((sum, { wordings }) => sum + wordings, 0)
  const of = (which: 'base' | 'adapter') => ({
    exact: rate(
      questions.reduce((sum, question) => sum + question[which].right / question.wordings, 0),
      questions.length,
    ),
    f1: mean(
      questions.map((question) => ({ sum: question[which].f1, weight: question.wordings })),
      seed,
    ),
    loss: mean(
      questions.map((question) => ({ sum: question[which].nats, weight: question.tokens })),
      seed,
    ),
  })
  const better = questions.filter(({ base, adapter }) => adapter.right > base.right).length
  const worse = questions.filter(({ base, adapter }) => adapter.right < base.right).length
  return {
    questions: questions.length,
    asked,
    base: of('base'),
    adapter: of('adapter'),
    changed: { better, worse, p: signTest(better, worse) },
  }
}

/** A share with its interval; shares of nothing are 0. */
export function rate(count: number, of: number): EvaluationRate {
  const interval = wilsonInterval(count, of)
  return { share: of === 0 ? 0 : count / of, of, low: interval?.low ?? null, high: interval?.high ?? null }
}

function mean(observations: readonly Weighed[], seed: number): EvaluationFigures['base']['f1'] {
  const sum = observations.reduce((all, one) => all + one.sum, 0)
  const weight = observations.reduce((all, one) => all + one.weight, 0)
  const interval = bootstrapInterval(observations, seed)
  return { mean: weight === 0 ? 0 : sum / weight, low: interval?.low ?? null, high: interval?.high ?? null }
}
