import type { EvaluationResult } from '@openledger/core/api/evaluations.ts'
import type { Measured, MeasuredQuestion } from '@openledger/core/evaluation/measureQuestions.ts'
import { tokenF1 } from '@openledger/core/evaluation/tokenF1.ts'
import type { EvaluationTexts } from '@openledger/db/json/evaluationTexts.ts'
import type { AskedQuestion } from './askedQuestion.ts'
import type { Said, SaidByModel } from './askModels.ts'
import type { Copy } from './findCopies.ts'

/** A question with what both models made of it, in figures and in words. */
export type Answered = MeasuredQuestion & {
  readonly question: AskedQuestion
  readonly copy: Copy | undefined
  readonly texts: EvaluationTexts
  /** The answers to its first wording are not the same. */
  readonly differs: boolean
}

/** Puts questions, answers and copies together, place by place. */
export function measureAnswers(
  questions: readonly AskedQuestion[],
  said: SaidByModel,
  copies: readonly (Copy | undefined)[],
): Answered[] {
  return questions.map((question, place) => {
    const [base, adapter] = [said.base[place] ?? [], said.adapter[place] ?? []]
    const asked = base.map(({ prompt, got }, wording) => ({ prompt, base: got, adapter: adapter[wording]?.got ?? '' }))
    const [first] = asked
    return {
      question,
      copy: copies[place],
      wordings: base.length,
      tokens: base.reduce((sum, { tokens }) => sum + (tokens ?? 0), 0),
      base: measured(base),
      adapter: measured(adapter),
      texts: { expected: question.answer, asked },
      differs: first !== undefined && first.base.trim() !== first.adapter.trim(),
    }
  })
}

function measured(said: readonly Said[]): Measured {
  return {
    right: said.filter(({ right }) => right).length,
    f1: said.reduce((sum, { got, expected }) => sum + tokenF1(got, expected), 0),
    nats: said.reduce((sum, { nats }) => sum + (nats ?? 0), 0),
  }
}

/** Right answers by group: what the job itself tells, without texts. */
export function countGroups(answered: readonly Answered[]): EvaluationResult['groups'] {
  const groups = Map.groupBy(answered, ({ question }) => question.group)
  return [...groups].map(([group, of]) => ({
    group,
    asked: of.reduce((sum, { wordings }) => sum + wordings, 0),
    baseRight: of.reduce((sum, { base }) => sum + base.right, 0),
    adapterRight: of.reduce((sum, { adapter }) => sum + adapter.right, 0),
  }))
}
