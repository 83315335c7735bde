import { type JobStatus, jobStatusSchema } from '@openledger/core/api/jobs.ts'
import type { TrainingJob } from '@openledger/core/api/training.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { NeedsAccount } from '../../account/NeedsAccount.tsx'
import { factoryQueries } from '../../api/factoryQueries.ts'
import { useSignedIn } from '../../api/signedIn.ts'
import { formatTime } from '../../format/formatTime.ts'
import { Page, Section } from '../../parts/Page.tsx'
import { Empty, Loaded } from '../../parts/State.tsx'
import { Table } from '../../parts/Table.tsx'
import { useCursor } from '../../parts/useCursor.tsx'
import { text } from '../../text/text.ts'
import { formatFigure } from './run/formatFigure.ts'
import { StatusTag } from './StatusTag.tsx'
import '../../styles/factory.css'

/** The account's trainings, and the way to a new one. */
export function FactoryPage() {
  const words = text.factory
  return (
    <Page title={words.title} lead={words.lead}>
      <NeedsAccount toDo={words.toDo}>
        <Trainings />
      </NeedsAccount>
    </Page>
  )
}

function Trainings() {
  const [status, setStatus] = useState<JobStatus>()
  const words = text.factory
  return (
    <>
      <p className="actions">
        <Link to="/factory/new" className="button">
          {words.new}
        </Link>
      </p>
      <Section title={words.own}>
        <div className="filters">
          <label>
            <span>{words.filter}</span>
            <select
              value={status ?? ''}
              onChange={({ target }) => setStatus(jobStatusSchema.safeParse(target.value).data)}
            >
              <option value="">{words.all}</option>
              {jobStatusSchema.options.map((one) => (
                <option key={one} value={one}>
                  {words.states[one]}
                </option>
              ))}
            </select>
          </label>
        </div>
        <List key={status ?? ''} status={status} />
      </Section>
    </>
  )
}

function List({ status }: { readonly status: JobStatus | undefined }) {
  const token = useSignedIn() ?? ''
  const [after, controls] = useCursor()
  const trainings = useQuery(factoryQueries.trainings(token, { status, after }))
  const words = text.factory
  return (
    <Loaded query={trainings}>
      {({ data, next }) =>
        data.length === 0 ? (
          status === undefined ? (
            <Empty title={words.none}>{words.noneBody}</Empty>
          ) : (
            <Empty title={words.noneOf} />
          )
        ) : (
          <>
            <Table
              label={words.own}
              rows={data}
              rowKey={({ jobId }) => jobId}
              columns={[
                {
                  name: words.name,
                  head: true,
                  cell: ({ jobId, own }) => (
                    <Link to="/factory/$jobId" params={{ jobId }} className="quiet-link">
                      {own?.name ?? jobId}
                    </Link>
                  ),
                },
                { name: words.state, cell: (job) => <StatusTag status={job.status} /> },
                { name: words.base, cell: ({ own }) => own?.base },
                { name: words.progress, figures: true, cell: progressOf },
                { name: words.result, cell: resultOf },
                {
                  name: words.began,
                  cell: ({ createdAt }) => <span className="time">{formatTime(createdAt)}</span>,
                },
              ]}
            />
            {controls(next)}
          </>
        )
      }
    </Loaded>
  )
}

function progressOf({ own }: TrainingJob): string {
  return own?.progress == null ? text.run.noValue : text.factory.steps(own.progress.step, own.progress.steps)
}

function resultOf({ own, error, result }: TrainingJob) {
  const words = text.factory
  if (error !== null) return <span title={error.code}>{error.message}</span>
  if (result?.reused === true) return words.reused
  return own?.progress == null ? '' : words.loss(formatFigure(own.progress.loss))
}
