import type { TrainingCurves, TrainingJob } from '@openledger/core/api/training.ts'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { NeedsAccount } from '../../../account/NeedsAccount.tsx'
import { ApiError } from '../../../api/apiError.ts'
import { factoryQueries } from '../../../api/factoryQueries.ts'
import { useSignedIn } from '../../../api/signedIn.ts'
import { Page } from '../../../parts/Page.tsx'
import { Empty, Failure, Loaded } from '../../../parts/State.tsx'
import { text } from '../../../text/text.ts'
import { Curves } from './Curves.tsx'
import { CurveTable } from './CurveTable.tsx'
import { RunActions } from './RunActions.tsx'
import { RunEvents } from './RunEvents.tsx'
import { RunResult } from './RunResult.tsx'
import { RunState } from './RunState.tsx'
import { Samples } from './Samples.tsx'
import { useRun } from './useRun.ts'
import '../../../styles/factory.css'

/** A training, live: what it does now, what it has done, and what can be done with it. */
export function RunPage() {
  const { jobId } = useParams({ from: '/factory/$jobId' })
  const token = useSignedIn()
  const enabled = token !== undefined
  const job = useQuery({ ...factoryQueries.training(jobId, token ?? ''), enabled })
  // Asked for together with the training: whose it is not is refused both.
  const past = useQuery({ ...factoryQueries.curves(jobId, token ?? ''), enabled })
  const words = text.run
  return (
    <Page kind={words.kind} title={job.data?.own?.name ?? words.kind} lead={words.lead}>
      <NeedsAccount toDo={words.toDo}>
        <Loaded query={job} lines={6}>
          {(data) =>
            data.own === null ? (
              <Empty title={words.notYours}>{words.notYoursBody}</Empty>
            ) : (
              <Training key={data.jobId} job={data} past={past} token={token ?? ''} />
            )
          }
        </Loaded>
      </NeedsAccount>
    </Page>
  )
}

function Training(props: {
  readonly job: TrainingJob
  readonly past: UseQueryResult<TrainingCurves, Error>
  readonly token: string
}) {
  const { job, past, token } = props
  const { run, live, trouble } = useRun(job, past.data, token)
  return (
    <>
      <RunState job={job} history={run?.history} live={live && trouble === undefined} />
      <RunActions job={job} token={token} />
      {job.error === null ? null : <Failure error={new ApiError({ ...job.error, status: 0 })} />}
      {trouble === undefined ? null : <Failure error={trouble} />}
      {job.result === null ? null : <RunResult jobId={job.jobId} result={job.result} />}
      <Loaded query={past} lines={8}>
        {() =>
          run === undefined ? null : (
            <>
              <Curves {...run} />
              <CurveTable {...run} />
              <Samples prompts={job.own?.request.samplePrompts ?? []} samples={run.history.samples} />
              <RunEvents told={run.history.told} />
            </>
          )
        }
      </Loaded>
    </>
  )
}
