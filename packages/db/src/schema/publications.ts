import { pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { updatedAt } from '../columns.ts'
import { trainingJobs } from './trainingJobs.ts'

/** What a developer has the card of a trained model say that follows from nothing else. */
export const publications = pgTable('publications', {
  trainingId: uuid('training_id')
    .primaryKey()
    .references(() => trainingJobs.jobId, { onDelete: 'cascade' }),
  /** SPDX id, or another name of a licence. */
  licence: text('licence').notNull(),
  /** The evaluation whose figures are shown; null for none. */
  evaluationId: uuid('evaluation_id').references(() => trainingJobs.jobId, { onDelete: 'set null' }),
  updatedAt: updatedAt(),
})
