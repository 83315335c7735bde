import { Link } from '@tanstack/react-router'
import { ApiError } from '../../api/apiError.ts'
import { isOver, type Job, type JobFile } from '../../contribute/job.ts'
import { deleteJob } from '../../contribute/jobStore.ts'
import type { Jobs } from '../../contribute/useJobs.ts'
import { formatTime } from '../../format/formatTime.ts'
import { Section } from '../../parts/Page.tsx'
import { Empty, Failure, Loading } from '../../parts/State.tsx'
import { Table } from '../../parts/Table.tsx'
import { Tag } from '../../parts/Tag.tsx'
import { usePaging } from '../../parts/usePaging.tsx'
import { text } from '../../text/text.ts'

const words = text.contribute
const number = (value: number) => value.toLocaleString(text.language)

/** What is under way and what is done, as this browser keeps it. */
export function JobList({ jobs, trouble, stop, resume }: Jobs) {
  return (
    <Section title={words.jobs} lead={words.jobsLead}>
      {jobs === undefined ? (
        <Loading lines={3} />
      ) : jobs.length === 0 ? (
        <Empty title={words.noJobs}>{words.noJobsBody}</Empty>
      ) : (
        jobs.map((job) => <JobView key={job.id} job={job} trouble={trouble.get(job.id)} stop={stop} resume={resume} />)
      )}
    </Section>
  )
}

function JobView(props: {
  readonly job: Job
  readonly trouble: Error | undefined
  readonly stop: Jobs['stop']
  readonly resume: Jobs['resume']
}) {
  const { job, trouble, stop, resume } = props
  const over = isOver(job)
  const [files, paging] = usePaging(job.files, 20)
  const held = job.stopped || trouble !== undefined
  return (
    <article className="job" aria-label={words.began(formatTime(job.createdAt / 1000), job.files.length)}>
      <h3>{words.began(formatTime(job.createdAt / 1000), job.files.length)}</h3>
      {trouble === undefined || job.stopped ? null : <Failure error={trouble} />}
      <Table
        label={words.jobs}
        rows={files}
        rowKey={({ path }) => path}
        columns={[
          { name: words.file, head: true, cell: ({ path }) => path },
          { name: words.stage, cell: (file) => <Stage file={file} stopped={job.stopped} /> },
          { name: words.records, figures: true, cell: ({ committed }) => number(committed) },
          { name: words.accepted, figures: true, cell: ({ accepted }) => number(accepted) },
          { name: words.marked, figures: true, cell: ({ marked }) => number(marked) },
          { name: words.refused, figures: true, cell: ({ refused }) => number(refused) },
          { name: words.pending, figures: true, cell: ({ pending }) => number(pending) },
        ]}
      />
      {paging}
      {job.files.map(({ path, failure }) =>
        failure === null ? null : (
          <Failure key={path} error={new ApiError({ ...failure, message: `${path}: ${failure.message}` })} />
        ),
      )}
      <Remarks files={job.files} />
      <Findings job={job} />
      <p className="actions">
        {over ? (
          <button type="button" className="button-quiet" onClick={() => void deleteJob(job.id)}>
            {words.forget}
          </button>
        ) : held ? (
          <button type="button" className="button" onClick={() => void resume(job.id)}>
            {words.resume}
          </button>
        ) : (
          <button type="button" className="button-quiet" onClick={() => void stop(job.id)}>
            {words.stop}
          </button>
        )}
      </p>
    </article>
  )
}

/** The way to all that the checks found, and to redaction. */
function Findings({ job }: { readonly job: Job }) {
  const contributions = job.files.flatMap(({ contributions: all }) => all)
  if (contributions.length === 0) return null
  return (
    <p className="actions">
      {contributions.length === 1
        ? contributions.map((contributionId) => (
            <Link key={contributionId} to="/contributions/$contributionId" params={{ contributionId }}>
              {words.findings}
            </Link>
          ))
        : [
            <Link key="all" to="/datanets/$datanetId/checks" params={{ datanetId: job.datanetId }}>
              {words.findings}
            </Link>,
          ]}
    </p>
  )
}

function Stage({ file, stopped }: { readonly file: JobFile; readonly stopped: boolean }) {
  const { stage, share, committed } = file
  if (stage === 'done') return <Tag tone="good">{words.stages.done}</Tag>
  if (stage === 'failed') return <Tag tone="bad">{words.stages.failed}</Tag>
  if (stopped) return <Tag tone="quiet">{words.stopped}</Tag>
  return (
    <Tag tone="warn">
      {[
        words.stages[stage],
        share === null ? '' : words.share(share),
        stage === 'registering' ? words.committed(committed) : '',
      ]
        .filter((part) => part !== '')
        .join(', ')}
    </Tag>
  )
}

function Remarks({ files }: { readonly files: readonly JobFile[] }) {
  const [rows, paging] = usePaging(
    files.flatMap(({ remarks }) => remarks).map((remark, at) => ({ ...remark, at })),
    10,
  )
  if (rows.length === 0) return null
  return (
    <details className="told" open>
      <summary>{words.remarks}</summary>
      <Table
        label={words.remarks}
        rows={rows}
        rowKey={({ at }) => String(at)}
        columns={[
          { name: words.where, head: true, cell: ({ place }) => place },
          { name: words.verdict, cell: ({ verdict }) => words.verdicts[verdict] ?? verdict },
          { name: words.reason, cell: ({ reason }) => reason ?? '' },
          { name: words.code, cell: ({ code }) => (code === null ? '' : <code>{code}</code>) },
        ]}
      />
      {paging}
    </details>
  )
}
