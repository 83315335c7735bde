import { index, jsonb, pgTable, uuid } from 'drizzle-orm/pg-core'
import { createdAt, hex } from '../columns.ts'
import { trainingJobs } from './trainingJobs.ts'

/** What evaluations came to, for their developer alone; the job's row has what others may read. */
export const evaluations = pgTable(
  'evaluations',
  {
    jobId: uuid('job_id')
      .primaryKey()
      .references(() => trainingJobs.jobId, { onDelete: 'cascade' }),
    trainingId: uuid('training_id').notNull(),
    developer: hex('developer').notNull(),
    /** `EvaluationReport` of packages/core. */
    report: jsonb('report').notNull(),
    createdAt: createdAt(),
  },
  (table) => [index('evaluations_training').on(table.trainingId)],
)
