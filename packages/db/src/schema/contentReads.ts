import { bigserial, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { createdAt, hex } from '../columns.ts'

/** How content was read. */
export const READ_KINDS = ['record', 'page', 'search', 'export', 'training', 'evaluation', 'review'] as const
/** By what right. */
export const READ_RIGHTS = ['owner', 'curator', 'contributor', 'grant', 'reviewer'] as const

/** Every reading of a private Datanet's contents: written before the content leaves, in the order of `id`. */
export const contentReads = pgTable(
  'content_reads',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    datanetId: hex('datanet_id').notNull(),
    reader: hex('reader').notNull(),
    kind: text('kind', { enum: READ_KINDS }).notNull(),
    right: text('right', { enum: READ_RIGHTS }).notNull(),
    /** The version; null for a single record. */
    root: hex('root'),
    /** Records whose content was handed out. */
    records: integer('records').notNull(),
    /** Which: an array of hex; null for all of the version. */
    commitments: jsonb('commitments'),
    createdAt: createdAt(),
  },
  (table) => [index('content_reads_datanet').on(table.datanetId, table.id)],
)
