import type { Operator } from '@openledger/core/api/operator.ts'
import { formatTime } from '../../format/formatTime.ts'
import { AccountLink } from '../../parts/links.tsx'
import { Section } from '../../parts/Page.tsx'
import { Empty } from '../../parts/State.tsx'
import { Table } from '../../parts/Table.tsx'
import { Tag } from '../../parts/Tag.tsx'
import { text } from '../../text/text.ts'

const tones: Readonly<Record<string, 'good' | 'bad' | 'warn'>> = { succeeded: 'good', failed: 'bad', running: 'warn' }

/** How many jobs there are of each kind and state, and the newest. */
export function JobTable({ jobs }: { readonly jobs: Operator['jobs'] }) {
  const words = text.operator
  const kindOf = (kind: string) => words.jobKinds[kind] ?? kind
  const statusOf = (status: string) => words.jobStatus[status] ?? status
  const counts = jobs.counts.map(
    ({ kind, status, count }) => `${kindOf(kind)}, ${statusOf(status)}: ${count.toLocaleString(text.language)}`,
  )
  return (
    <Section title={words.jobs} lead={counts.length === 0 ? undefined : counts.join(' · ')}>
      {jobs.recent.length === 0 ? (
        <Empty title={words.noJobs}>{words.noJobsBody}</Empty>
      ) : (
        <Table
          label={words.jobs}
          rows={jobs.recent}
          rowKey={({ jobId }) => jobId}
          columns={[
            { name: words.name, head: true, cell: ({ name }) => name },
            { name: words.kind, cell: ({ kind }) => kindOf(kind) },
            {
              name: words.status,
              cell: ({ status, error }) => (
                <>
                  <Tag tone={tones[status] ?? 'quiet'}>{statusOf(status)}</Tag>
                  {error === null ? null : <code className="under">{error}</code>}
                </>
              ),
            },
            { name: words.developer, cell: ({ developer }) => <AccountLink address={developer} /> },
            { name: words.changed, cell: ({ updatedAt }) => <time className="time">{formatTime(updatedAt)}</time> },
          ]}
        />
      )}
    </Section>
  )
}
