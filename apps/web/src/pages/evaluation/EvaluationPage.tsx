import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { NeedsAccount } from '../../account/NeedsAccount.tsx'
import { evaluationQueries } from '../../api/evaluationQueries.ts'
import { publishingQueries } from '../../api/publishingQueries.ts'
import { useSignedIn } from '../../api/signedIn.ts'
import { Page } from '../../parts/Page.tsx'
import { Empty, Loaded } from '../../parts/State.tsx'
import '../../styles/judge.css'
import '../../styles/reviews.css'
import { text } from '../../text/text.ts'
import { EvaluationList } from './EvaluationList.tsx'
import { EvaluationView } from './EvaluationView.tsx'
import { StartEvaluation } from './StartEvaluation.tsx'

/** Evaluations of a training: start one, watch it, read it, judge its pairs. */
export function EvaluationPage() {
  const { jobId } = useParams({ from: '/factory/$jobId/evaluation' })
  const token = useSignedIn()
  const words = text.evaluation
  const training = useQuery({ ...publishingQueries.training(jobId, token ?? ''), enabled: token !== undefined })
  const name = training.data?.own?.name ?? jobId.slice(0, 8)
  return (
    <Page kind={words.kind} title={words.title(name)} lead={words.lead}>
      <NeedsAccount toDo={words.toDo}>
        {token === undefined ? null : <Evaluations jobId={jobId} token={token} />}
      </NeedsAccount>
    </Page>
  )
}

function Evaluations({ jobId, token }: { readonly jobId: string; readonly token: string }) {
  const words = text.evaluation
  const search = useSearch({ from: '/factory/$jobId/evaluation' })
  const training = useQuery(publishingQueries.training(jobId, token))
  const list = useQuery(evaluationQueries.list(jobId, token))
  const shown = search.shown ?? list.data?.data[0]?.evaluationId
  return (
    <Loaded query={training}>
      {({ status, own }) =>
        own === null ? (
          <Empty title={text.run.notYours}>{text.run.notYoursBody}</Empty>
        ) : (
          <>
            <p className="actions">
              <Link to="/factory/$jobId" params={{ jobId }} className="button-quiet">
                {words.run}
              </Link>
              <Link to="/factory/$jobId/publish" params={{ jobId }} className="button-quiet">
                {words.publish}
              </Link>
            </p>
            <StartEvaluation jobId={jobId} token={token} ready={status === 'succeeded'} />
            <EvaluationList jobId={jobId} list={list} shown={shown} />
            {shown === undefined ? null : <EvaluationView key={shown} evaluationId={shown} token={token} />}
          </>
        )
      }
    </Loaded>
  )
}
