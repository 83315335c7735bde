import { boolean, index, integer, jsonb, pgTable, text, vector } from 'drizzle-orm/pg-core'
import { createdAt, hex, wei } from '../columns.ts'
import { contributions } from './contributions.ts'

/** What the checks said of a record. */
export const VERDICTS = ['pending', 'accept', 'mark', 'refuse'] as const

/** Length of a sentence embedding (all-MiniLM-L6-v2). */
export const EMBEDDING_LENGTH = 384

/** Records by commitment. Content and salt are private: they never leave this database but for training. */
export const records = pgTable(
  'records',
  {
    commitment: hex('commitment').primaryKey(),
    contributionId: hex('contribution_id')
      .notNull()
      .references(() => contributions.contributionId, { onDelete: 'cascade' }),
    datanetId: hex('datanet_id').notNull(),
    contributor: hex('contributor').notNull(),
    /** Place in the contribution, from 0. */
    index: integer('index').notNull(),
    recordId: hex('record_id'),
    salt: hex('salt'),
    content: jsonb('content'),
    kind: text('kind'),
    verdict: text('verdict', { enum: VERDICTS }).notNull().default('pending'),
    code: text('code'),
    reason: text('reason'),
    /** All that the checks have to say, with places: for the contributor and the Datanet's owner alone. */
    findings: jsonb('findings').notNull().default([]),
    /** Score from 0 to 100 with its parts; null until checked. */
    quality: jsonb('quality'),
    /** Names the checks and settings that the findings about the content alone were made with. */
    checkedAs: text('checked_as'),
    /** Commitment of the first registered record among its near-duplicates; its own when it has none. */
    unit: hex('unit'),
    /** Order of registration on chain: block × 2^64 + log index × 2^32 + index; null until on chain. */
    registeredOrder: wei('registered_order'),
    embedding: vector('embedding', { dimensions: EMBEDDING_LENGTH }),
    revoked: boolean('revoked').notNull().default(false),
    createdAt: createdAt(),
  },
  (table) => [
    index('records_contribution').on(table.contributionId, table.index),
    index('records_datanet').on(table.datanetId, table.registeredOrder),
    index('records_record_id').on(table.recordId),
    index('records_unit').on(table.unit),
  ],
)
