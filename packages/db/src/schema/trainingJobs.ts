import { index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, hex, updatedAt } from '../columns.ts'

/** What a job does. */
export const JOB_KINDS = ['train', 'evaluate', 'epoch', 'recheck', 'adapter', 'export'] as const
/** Where a job stands. */
export const JOB_STATUSES = ['queued', 'running', 'stopped', 'succeeded', 'failed', 'cancelled'] as const
/** What may be asked of a job that runs. */
export const JOB_ASKED = ['stop', 'cancel'] as const

/** Jobs that someone asked for through the API. */
export const trainingJobs = pgTable(
  'training_jobs',
  {
    jobId: uuid('job_id').primaryKey(),
    kind: text('kind', { enum: JOB_KINDS }).notNull(),
    /** Who asked: the developer, or the operator for epochs and rechecks. */
    developer: hex('developer').notNull(),
    name: text('name').notNull(),
    request: jsonb('request').notNull(),
    status: text('status', { enum: JOB_STATUSES }).notNull().default('queued'),
    /** Set while it runs; the worker does it and takes it away. */
    asked: text('asked', { enum: JOB_ASKED }),
    /** Of its newest event; null before the first, and for jobs of before it was kept. */
    lastSequence: integer('last_sequence'),
    /** Its newest event of the type `progress`. */
    progress: jsonb('progress'),
    manifestHash: hex('manifest_hash'),
    result: jsonb('result'),
    error: jsonb('error'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index('training_jobs_manifest').on(table.manifestHash),
    index('training_jobs_developer').on(table.developer, table.createdAt, table.jobId),
  ],
)
