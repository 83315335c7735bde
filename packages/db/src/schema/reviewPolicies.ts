import { jsonb, pgTable } from 'drizzle-orm/pg-core'
import { hex, updatedAt } from '../columns.ts'

/** How the records of a Datanet are reviewed; no row: the checks alone decide. */
export const reviewPolicies = pgTable('review_policies', {
  datanetId: hex('datanet_id').primaryKey(),
  /** As the API has it, defaults filled in. */
  policy: jsonb('policy').notNull(),
  updatedAt: updatedAt(),
})
