import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { NeedsAccount } from '../../account/NeedsAccount.tsx'
import { useSession } from '../../account/useSession.ts'
import { queries } from '../../api/queries.ts'
import { reviewQueries } from '../../api/reviewQueries.ts'
import { useSignedIn } from '../../api/signedIn.ts'
import { Empty, Loaded } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'
import { Cases } from './Cases.tsx'
import { Dashboard } from './Dashboard.tsx'
import { PolicyForm } from './PolicyForm.tsx'
import { Questions } from './Questions.tsx'
import { ReviewerList } from './ReviewerList.tsx'
import { ReviewFrame } from './ReviewFrame.tsx'

/** The review as its owner and curators see it: progress, what waits for them, golden questions, the policy. */
export function ManagePage() {
  const { datanetId } = useParams({ from: '/datanets/$datanetId/review/manage' })
  const words = text.manage
  const token = useSignedIn()
  return (
    <ReviewFrame datanetId={datanetId} title={words.title}>
      <NeedsAccount toDo={words.toDo}>
        {token === undefined ? null : <Managed datanetId={datanetId} token={token} />}
      </NeedsAccount>
    </ReviewFrame>
  )
}

function Managed({ datanetId, token }: { readonly datanetId: string; readonly token: string }) {
  const words = text.manage
  const session = useSession()
  const datanet = useQuery(queries.datanet(datanetId))
  const summary = useQuery(reviewQueries.summary(datanetId))
  return (
    <Loaded query={datanet} lines={6}>
      {({ owner, curators }) => {
        const isOwner = session?.account === owner
        if (!isOwner && !curators.some(({ account }) => account === session?.account))
          return <Empty title={words.notYours}>{words.notYoursBody}</Empty>
        return (
          <Loaded query={summary} lines={6}>
            {({ policy }) => (
              <>
                {policy === null ? null : (
                  <>
                    <Dashboard datanetId={datanetId} token={token} />
                    <Cases datanetId={datanetId} token={token} />
                  </>
                )}
                {isOwner ? (
                  <>
                    <PolicyForm datanetId={datanetId} token={token} policy={policy} />
                    {policy?.mode === 'listed' ? <ReviewerList datanetId={datanetId} token={token} /> : null}
                    <Questions datanetId={datanetId} token={token} />
                  </>
                ) : null}
              </>
            )}
          </Loaded>
        )
      }}
    </Loaded>
  )
}
