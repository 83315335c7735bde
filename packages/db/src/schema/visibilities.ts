import { pgTable, text } from 'drizzle-orm/pg-core'
import { hex, updatedAt } from '../columns.ts'

/** Who may read what a Datanet's records say: everybody, or those with a right to. */
export const VISIBILITIES = ['private', 'public'] as const

/** What owners have said of it. A Datanet without a row is private. */
export const visibilities = pgTable('visibilities', {
  datanetId: hex('datanet_id').primaryKey(),
  visibility: text('visibility', { enum: VISIBILITIES }).notNull(),
  /** Who said so. */
  setBy: hex('set_by').notNull(),
  /** Licence that held when it was opened. */
  licence: text('licence').notNull(),
  updatedAt: updatedAt(),
})
