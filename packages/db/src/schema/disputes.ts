import { boolean, index, pgTable, text } from 'drizzle-orm/pg-core'
import { createdAt, hex, uint64 } from '../columns.ts'

/** How far a dispute has come, as on chain: `decided` waits for an appeal. */
export const DISPUTE_STAGES = ['open', 'decided', 'appealed', 'closed'] as const

/** Disputes of records as on chain. A silent dismissal shows once somebody appeals or closes. */
export const disputes = pgTable(
  'disputes',
  {
    disputeId: hex('dispute_id').primaryKey(),
    datanetId: hex('datanet_id').notNull(),
    commitment: hex('commitment').notNull(),
    contributor: hex('contributor').notNull(),
    challenger: hex('challenger').notNull(),
    reasonHash: hex('reason_hash').notNull(),
    /** Takes the record's income until the verdict. */
    pot: hex('pot').notNull(),
    stage: text('stage', { enum: DISPUTE_STAGES }).notNull(),
    /** The verdict so far; false while there is none. */
    upheld: boolean('upheld').notNull(),
    blockNumber: uint64('block_number').notNull(),
    createdAt: createdAt(),
  },
  (table) => [index('disputes_datanet').on(table.datanetId), index('disputes_commitment').on(table.commitment)],
)
