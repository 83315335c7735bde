import type { Epoch } from '@openledger/core/api/epochs.ts'
import { Tag } from '../../parts/Tag.tsx'
import { text } from '../../text/text.ts'

const tone = { final: 'good', posted: 'warn', failed: 'bad' } as const

/** Where an epoch stands, in a word or two. */
export function EpochStatus({ status }: { readonly status: Epoch['status'] }) {
  const known = status === 'final' || status === 'posted' || status === 'failed' ? tone[status] : 'quiet'
  return <Tag tone={known}>{text.epochStatus[status]}</Tag>
}
