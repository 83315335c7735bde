import { integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { createdAt, hex, uint64 } from '../columns.ts'
import { calls } from './calls.ts'

/** Attribution of a call: who is paid for its answer, and why. */
export const attributions = pgTable('attributions', {
  callId: hex('call_id')
    .primaryKey()
    .references(() => calls.callId),
  method: text('method').notNull(),
  /** Influence's part of the weights, in parts per million; the rest is the citations'. */
  sharePpm: integer('share_ppm').notNull(),
  indexHash: hex('index_hash').notNull(),
  threshold: uint64('threshold').notNull(),
  /** [{ commitment, method, score, weight, sharePpm, indexHash }]. */
  entries: jsonb('entries').notNull(),
  evidence: jsonb('evidence').notNull(),
  createdAt: createdAt(),
})
