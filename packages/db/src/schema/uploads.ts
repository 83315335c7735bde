import { index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, hex, time, uint64 } from '../columns.ts'

/** How far an upload is: parts are missing; the file is being read; its records can be opened; it was not taken. */
export const UPLOAD_STATUSES = ['receiving', 'parsing', 'parsed', 'refused'] as const

/** Files whose records are committed on chain, on their way to being read. The file itself lies in a folder. */
export const uploads = pgTable(
  'uploads',
  {
    id: uuid('id').primaryKey(),
    /** Hash of account, Datanet, content and how it is read: the same announcement finds the same row. */
    key: hex('key').notNull().unique(),
    account: hex('account').notNull(),
    datanetId: hex('datanet_id').notNull(),
    /** Of the whole file, 64 hex digits. */
    sha256: text('sha256').notNull(),
    bytes: uint64('bytes').notNull(),
    /** core's `ParseRequest`. */
    parse: jsonb('parse').notNull(),
    status: text('status', { enum: UPLOAD_STATUSES }).notNull(),
    /** Records that were read; null before. */
    records: integer('records'),
    code: text('code'),
    reason: text('reason'),
    createdAt: createdAt(),
    expiresAt: time('expires_at').notNull(),
  },
  (table) => [index('uploads_account').on(table.account), index('uploads_expiry').on(table.expiresAt)],
)
