import { sql } from 'drizzle-orm'
import { index, integer, jsonb, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core'
import { createdAt } from '../columns.ts'
import { trainingJobs } from './trainingJobs.ts'

/** Progress of jobs; the sequence counts from 1 without gaps inside a job. */
export const jobEvents = pgTable(
  'job_events',
  {
    jobId: uuid('job_id')
      .notNull()
      .references(() => trainingJobs.jobId, { onDelete: 'cascade' }),
    sequence: integer('sequence').notNull(),
    event: jsonb('event').notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.jobId, table.sequence] }),
    // The few that are no steps, found without reading those.
    index('job_events_beside_steps').on(table.jobId, table.sequence).where(sql`event ->> 'type' <> 'progress'`),
  ],
)
