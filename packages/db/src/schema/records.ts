import { sql } from 'drizzle-orm'
import { bigint, boolean, index, integer, jsonb, pgTable, text, vector } from 'drizzle-orm/pg-core'
import { createdAt, hex, time, wei } from '../columns.ts'
import { contributions } from './contributions.ts'

/** What the checks said of a record. */
export const VERDICTS = ['pending', 'accept', 'mark', 'refuse'] as const

/** Length of a sentence embedding (all-MiniLM-L6-v2). */
export const EMBEDDING_LENGTH = 384

/**
 * Records by commitment. Content is sealed (contents/createContents.ts) and opened for whom it is allowed to; the salt
 * never leaves this database but to a committee.
 */
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
    /** Sealed; null before the upload and after the withdrawal. */
    content: jsonb('content'),
    kind: text('kind'),
    /** UTF-16 code units of all its texts; null before the upload. */
    length: integer('length'),
    /** ISO 639-1 code of the language it is written in; null where that can't be told, and before the checks. */
    language: text('language'),
    /** Its words as keyed numbers, for searching; null where there is no content. */
    words: bigint('words', { mode: 'bigint' }).array(),
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
    /** When its author's withdrawal erased content, salt, words and embedding. */
    erasedAt: time('erased_at'),
    createdAt: createdAt(),
  },
  (table) => [
    index('records_contribution').on(table.contributionId, table.index),
    index('records_datanet').on(table.datanetId, table.registeredOrder),
    index('records_record_id').on(table.recordId),
    index('records_unit').on(table.unit),
    index('records_erased').on(table.erasedAt).where(sql`erased_at IS NOT NULL`),
    // The viewer: each filter in the order of a version's leaves.
    index('records_in_order').on(table.datanetId, table.commitment),
    index('records_by_contributor').on(table.datanetId, table.contributor, table.commitment),
    index('records_by_kind').on(table.datanetId, table.kind, table.commitment),
    index('records_by_language').on(table.datanetId, table.language, table.commitment),
    index('records_by_verdict').on(table.datanetId, table.verdict, table.commitment),
    index('records_by_length').on(table.datanetId, table.length),
    index('records_words').using('gin', table.words),
  ],
)
