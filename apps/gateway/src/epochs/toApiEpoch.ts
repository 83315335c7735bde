import { type Epoch, epochTotalsSchema } from '@openledger/core/api/epochs.ts'
import type { epochs } from '@openledger/db/schema/epochs.ts'

const seconds = (time: Date | null): number | null => (time === null ? null : Math.floor(time.getTime() / 1000))

/** An epoch as the API shows it. */
export function toApiEpoch(row: typeof epochs.$inferSelect): Epoch {
  return {
    number: Number(row.number),
    status: row.status,
    epochHash: row.epochHash,
    dataCommitment: row.dataCommitment,
    totals: row.totals === null ? null : epochTotalsSchema.parse(row.totals),
    postedAt: seconds(row.postedAt),
    finalizesAt: seconds(row.finalizesAt),
  }
}
