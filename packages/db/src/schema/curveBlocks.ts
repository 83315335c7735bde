import { integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { trainingJobs } from './trainingJobs.ts'

/** The steps among a job's events 1 to 1,024, 1,025 to 2,048, …, packed to be read at once; derived from job_events. */
export const curveBlocks = pgTable(
  'curve_blocks',
  {
    jobId: uuid('job_id')
      .notNull()
      .references(() => trainingJobs.jobId, { onDelete: 'cascade' }),
    /** From 0. */
    block: integer('block').notNull(),
    /** Base64 of 64-bit floats: all steps, then all losses, rates, gradient norms, tokens a second. */
    points: text('points').notNull(),
  },
  (table) => [primaryKey({ columns: [table.jobId, table.block] })],
)
