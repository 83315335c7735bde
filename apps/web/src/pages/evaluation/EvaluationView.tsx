import type { Evaluation } from '@openledger/core/api/evaluations.ts'
import { useQuery } from '@tanstack/react-query'
import { ApiError } from '../../api/apiError.ts'
import { evaluationQueries } from '../../api/evaluationQueries.ts'
import { AccountLink } from '../../parts/links.tsx'
import { Section } from '../../parts/Page.tsx'
import { Failure, Loaded } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'
import { Answers } from './Answers.tsx'
import { AskJudges } from './AskJudges.tsx'
import { State } from './EvaluationList.tsx'
import { FiguresTable } from './FiguresTable.tsx'
import { JudgeDesk } from './JudgeDesk.tsx'
import { Regression } from './Regression.tsx'
import { VerdictTable } from './VerdictTable.tsx'

/** One evaluation: where it stands, then what it came to. */
export function EvaluationView({ evaluationId, token }: { readonly evaluationId: string; readonly token: string }) {
  const evaluation = useQuery(evaluationQueries.one(evaluationId, token))
  return (
    <Loaded query={evaluation} lines={6}>
      {(data) => <Body evaluation={data} token={token} />}
    </Loaded>
  )
}

function Body({ evaluation, token }: { readonly evaluation: Evaluation; readonly token: string }) {
  const words = text.evaluation
  const { report, error, evaluationId, people, judges } = evaluation
  if (report === null)
    return (
      <Section title={words.figures}>
        {error === null ? (
          <p role="status">
            <State evaluation={evaluation} />
          </p>
        ) : (
          <Failure error={new ApiError({ ...error, status: 0 })} />
        )}
      </Section>
    )
  const { copies, all } = report
  return (
    <>
      <Section title={words.figures} lead={words.figuresLead}>
        <FiguresTable report={report} />
        <p className="note">
          {copies.questions === 0 ? words.contaminationNone : words.contaminationSome(copies.questions, all.questions)}
        </p>
      </Section>
      <Regression evaluation={evaluation} token={token} />
      <Section title={words.verdicts} lead={words.verdictsLead}>
        <VerdictTable
          judged={report.judged}
          people={people.map(({ judge, ...of }) => ({ key: judge, who: <AccountLink address={judge} />, of }))}
        />
      </Section>
      <JudgeDesk evaluationId={evaluationId} token={token} />
      <AskJudges evaluationId={evaluationId} judges={judges} token={token} />
      <Answers evaluationId={evaluationId} token={token} />
    </>
  )
}
