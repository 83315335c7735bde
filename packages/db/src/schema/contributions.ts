import { index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { createdAt, hex, uint64, wei } from '../columns.ts'

/** How far a contribution has come: relayed, seen on chain, content uploaded, every record checked. */
export const CONTRIBUTION_STATUSES = ['submitted', 'onchain', 'uploaded', 'checked'] as const

/** Signed batches of records. */
export const contributions = pgTable(
  'contributions',
  {
    contributionId: hex('contribution_id').primaryKey(),
    datanetId: hex('datanet_id').notNull(),
    contributor: hex('contributor').notNull(),
    root: hex('root').notNull(),
    count: integer('count').notNull(),
    /** Unix seconds; deadline and signature are null when somebody else relayed it. */
    deadline: wei('deadline'),
    /** Array of hex, in the order that the contributor signed. */
    commitments: jsonb('commitments').notNull(),
    signature: hex('signature'),
    /** SPDX expression of what the records are made from, as the contributor says; empty: not said. */
    sourceLicence: text('source_licence').notNull().default(''),
    status: text('status', { enum: CONTRIBUTION_STATUSES }).notNull(),
    blockNumber: uint64('block_number'),
    logIndex: integer('log_index'),
    createdAt: createdAt(),
  },
  (table) => [index('contributions_datanet').on(table.datanetId)],
)
