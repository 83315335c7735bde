import { integer, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core'
import { uploads } from './uploads.ts'

/** Parts of an upload that are in its file; written after the bytes are. */
export const uploadParts = pgTable(
  'upload_parts',
  {
    uploadId: uuid('upload_id')
      .notNull()
      .references(() => uploads.id, { onDelete: 'cascade' }),
    /** From 0. */
    part: integer('part').notNull(),
  },
  (table) => [primaryKey({ columns: [table.uploadId, table.part] })],
)
