import { boolean, doublePrecision, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { hex } from '../columns.ts'
import { trainingJobs } from './trainingJobs.ts'

/** How a judge model found a pair in both orders. */
export const MODEL_VERDICTS = ['adapter', 'base', 'tie', 'disagreed'] as const

/** What base and adapter answered to each question of an evaluation. */
export const evaluationAnswers = pgTable(
  'evaluation_answers',
  {
    jobId: uuid('job_id')
      .notNull()
      .references(() => trainingJobs.jobId, { onDelete: 'cascade' }),
    place: integer('place').notNull(),
    group: text('group').notNull(),
    /** Hash of wordings and expected answer: the same question in another evaluation. */
    question: hex('question').notNull(),
    /** The record that it was made from and its Datanet; null for a given question. */
    commitment: hex('commitment'),
    datanetId: hex('datanet_id'),
    /** The training record that it nearly repeats, and how nearly. */
    copyOf: hex('copy_of'),
    similarity: doublePrecision('similarity'),
    wordings: integer('wordings').notNull(),
    /** Tokens of the expected answer, over the wordings. */
    tokens: integer('tokens').notNull(),
    baseRight: integer('base_right').notNull(),
    adapterRight: integer('adapter_right').notNull(),
    baseF1: doublePrecision('base_f1').notNull(),
    adapterF1: doublePrecision('adapter_f1').notNull(),
    baseNats: doublePrecision('base_nats').notNull(),
    adapterNats: doublePrecision('adapter_nats').notNull(),
    modelVerdict: text('model_verdict', { enum: MODEL_VERDICTS }),
    /** Whether the answers to the first wording differ: such a pair can be judged. */
    differs: boolean('differs').notNull(),
    /** Wordings, expected answer and answers, sealed as records are; null once the record's author has withdrawn it. */
    texts: jsonb('texts'),
  },
  (table) => [
    primaryKey({ columns: [table.jobId, table.place] }),
    index('evaluation_answers_commitment').on(table.commitment),
  ],
)
