import type { JobStatus } from '@openledger/core/api/jobs.ts'
import { Tag } from '../../parts/Tag.tsx'
import { text } from '../../text/text.ts'

const TONES = {
  queued: 'quiet',
  running: 'warn',
  stopped: 'quiet',
  succeeded: 'good',
  failed: 'bad',
  cancelled: 'quiet',
} as const

/** How a training stands, in a word. */
export function StatusTag({ status }: { readonly status: JobStatus }) {
  return <Tag tone={TONES[status]}>{text.factory.states[status]}</Tag>
}
