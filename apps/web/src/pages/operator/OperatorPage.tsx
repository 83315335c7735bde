import { useQuery } from '@tanstack/react-query'
import { NeedsAccount } from '../../account/NeedsAccount.tsx'
import { useIsOperator } from '../../account/useIsOperator.ts'
import { operatorQuery } from '../../api/operatorQueries.ts'
import { useSignedIn } from '../../api/signedIn.ts'
import { Page } from '../../parts/Page.tsx'
import { Empty, Loaded, Loading } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'
import '../../styles/explore.css'
import { ChainHealth } from './ChainHealth.tsx'
import { EngineFigures } from './EngineFigures.tsx'
import { EpochFigures } from './EpochFigures.tsx'
import { JobTable } from './JobTable.tsx'
import { Log } from './Log.tsx'
import { ServedCalls } from './ServedCalls.tsx'

/** How the node does: calls, engine, jobs, epochs, chain, log. For its operator. */
export function OperatorPage() {
  const words = text.operator
  const token = useSignedIn()
  return (
    <Page title={words.title} lead={words.lead}>
      <NeedsAccount toDo={words.toDo}>{token === undefined ? null : <Operated token={token} />}</NeedsAccount>
    </Page>
  )
}

function Operated({ token }: { readonly token: string }) {
  const isOperator = useIsOperator()
  const words = text.operator
  if (isOperator === undefined) return <Loading lines={8} />
  return isOperator ? <Node token={token} /> : <Empty title={words.notYou}>{words.notYouBody}</Empty>
}

function Node({ token }: { readonly token: string }) {
  const operator = useQuery(operatorQuery(token))
  return (
    <>
      <Loaded query={operator} lines={12}>
        {(data) => (
          <>
            <ServedCalls calls={data.calls} startedAt={data.process.startedAt} />
            <EngineFigures operator={data} />
            <EpochFigures epochs={data.epochs} />
            <ChainHealth chain={data.chain} kept={data.kept} />
            <JobTable jobs={data.jobs} />
          </>
        )}
      </Loaded>
      <Log token={token} />
    </>
  )
}
