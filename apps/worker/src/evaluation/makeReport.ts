import type { EvaluationReport } from '@openledger/core/api/evaluations.ts'
import { countVerdicts } from '@openledger/core/evaluation/countVerdicts.ts'
import { measureQuestions } from '@openledger/core/evaluation/measureQuestions.ts'
import type { ModelVerdict } from './judgePairs.ts'
import type { Answered } from './measureAnswers.ts'

/** Everything that an evaluation came to in figures, with what training records nearly repeat counted apart. */
export function makeReport(
  answered: readonly Answered[],
  of: Pick<EvaluationReport, 'seed' | 'adapterHash' | 'baseHash'>,
  judged: { readonly judge: string; readonly verdicts: ReadonlyMap<number, ModelVerdict> } | undefined,
): EvaluationReport {
  const figures = (chosen: readonly Answered[]) => measureQuestions(chosen, of.seed)
  const groups = [...Map.groupBy(answered, ({ question }) => question.group)]
  return {
    ...of,
    all: figures(answered),
    clean: figures(answered.filter(({ copy }) => copy === undefined)),
    copies: figures(answered.filter(({ copy }) => copy !== undefined)),
    groups: groups.map(([group, chosen]) => ({ group, figures: figures(chosen) })),
    judged: judged === undefined ? null : judgedOf(judged.judge, [...judged.verdicts.values()]),
  }
}

function judgedOf(judge: string, verdicts: readonly ModelVerdict[]): EvaluationReport['judged'] {
  const agreed = verdicts.filter((verdict) => verdict !== 'disagreed')
  return {
    judge,
    pairs: verdicts.length,
    disagreed: verdicts.length - agreed.length,
    ...countVerdicts(agreed),
  }
}
