import { isJobAtRest } from '@openledger/core/api/jobs.ts'
import {
  cancelTrainingJob,
  resumeTrainingJob,
  stopTrainingJob,
  type TrainingJob,
} from '@openledger/core/api/training.ts'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAction } from '../../../account/useAction.ts'
import { ask } from '../../../api/ask.ts'
import { factoryQueries } from '../../../api/factoryQueries.ts'
import { Failure } from '../../../parts/State.tsx'
import { text } from '../../../text/text.ts'

/** Stop, go on, cancel, copy. What would be lost is said before. */
export function RunActions({ job, token }: { readonly job: TrainingJob; readonly token: string }) {
  const { jobId, status } = job
  const cache = useQueryClient()
  const { busy, error, run } = useAction()
  const [sure, setSure] = useState(false)
  const words = text.run
  const tell = (route: typeof stopTrainingJob | typeof resumeTrainingJob | typeof cancelTrainingJob) =>
    run(async () => {
      const answer = await ask(route, { params: { id: jobId }, key: token })
      setSure(false)
      cache.setQueryData(factoryQueries.training(jobId, token).queryKey, answer)
    })
  const asked = job.own?.asked ?? null
  const working = !isJobAtRest(status)
  return (
    <>
      <p className="actions">
        {working ? (
          <button
            type="button"
            className="button-quiet"
            disabled={busy || asked !== null}
            onClick={() => void tell(stopTrainingJob)}
          >
            {asked === 'stop' ? words.stopping : words.stop}
          </button>
        ) : null}
        {status === 'stopped' || status === 'failed' ? (
          <button type="button" className="button" disabled={busy} onClick={() => void tell(resumeTrainingJob)}>
            {words.resume}
          </button>
        ) : null}
        {working || status === 'stopped' ? (
          <button
            type="button"
            className="button-quiet"
            disabled={busy || sure || asked === 'cancel'}
            onClick={() => setSure(true)}
          >
            {asked === 'cancel' ? words.cancelling : words.cancel}
          </button>
        ) : null}
        <Link to="/factory/new" search={{ copy: jobId }} className="button-quiet">
          {words.copy}
        </Link>
      </p>
      {sure ? (
        <div className="run-ask" role="alertdialog" aria-label={words.cancel}>
          <p>{words.cancelAsk}</p>
          <p className="actions">
            <button type="button" className="button" disabled={busy} onClick={() => void tell(cancelTrainingJob)}>
              {words.cancelYes}
            </button>
            <button
              type="button"
              className="button-quiet"
              ref={(button) => button?.focus()}
              disabled={busy}
              onClick={() => setSure(false)}
            >
              {words.cancelNo}
            </button>
          </p>
        </div>
      ) : null}
      {error === undefined ? null : <Failure error={error} />}
    </>
  )
}
