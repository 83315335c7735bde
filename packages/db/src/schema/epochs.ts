import { jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { createdAt, hex, time, uint64, updatedAt } from '../columns.ts'

/** Where an epoch stands. */
export const EPOCH_STATUSES = [
  'open',
  'attributing',
  'collecting',
  'building',
  'publishing',
  'posted',
  'final',
  'failed',
] as const

/** Epochs of this operator. */
export const epochs = pgTable('epochs', {
  number: uint64('number').primaryKey(),
  status: text('status', { enum: EPOCH_STATUSES }).notNull(),
  /** The Epoch struct as posted, integers as decimal strings. */
  epoch: jsonb('epoch'),
  epochHash: hex('epoch_hash'),
  dataCommitment: hex('data_commitment'),
  totals: jsonb('totals'),
  postedAt: time('posted_at'),
  finalizesAt: time('finalizes_at'),
  error: jsonb('error'),
  createdAt: createdAt(),
  updatedAt: updatedAt(),
})
