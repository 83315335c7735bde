import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { NeedsAccount } from '../../account/NeedsAccount.tsx'
import { evaluationQueries } from '../../api/evaluationQueries.ts'
import { useSignedIn } from '../../api/signedIn.ts'
import { Page } from '../../parts/Page.tsx'
import { Empty, Loaded } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'
import { JudgeDesk } from '../evaluation/JudgeDesk.tsx'
import '../../styles/judge.css'
import '../../styles/reviews.css'

/** Pairs of answers that one was asked to judge: whose they are is told to nobody here. */
export function JudgingPage() {
  const { evaluationId } = useParams({ from: '/judging/$evaluationId' })
  const token = useSignedIn()
  const words = text.judging
  return (
    <Page kind={words.kind} title={words.title} lead={words.lead}>
      <NeedsAccount toDo={words.toDo}>
        {token === undefined ? null : <Judging evaluationId={evaluationId} token={token} />}
      </NeedsAccount>
    </Page>
  )
}

function Judging({ evaluationId, token }: { readonly evaluationId: string; readonly token: string }) {
  const words = text.judging
  const asked = useQuery(evaluationQueries.judging(token))
  return (
    <Loaded query={asked}>
      {({ data }) => {
        const one = data.find((judging) => judging.evaluationId === evaluationId)
        return one === undefined ? (
          <Empty title={words.notAsked}>{words.notAskedBody}</Empty>
        ) : (
          <>
            <p className="judging-of">
              <Link to="/review" className="button-quiet">
                {words.all}
              </Link>
              <span>{words.of(one.name)}</span>
            </p>
            <JudgeDesk evaluationId={evaluationId} token={token} />
          </>
        )
      }}
    </Loaded>
  )
}
