import { jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { createdAt, hex, uint64 } from '../columns.ts'

/** Models as registered on chain. */
export const models = pgTable('models', {
  modelId: hex('model_id').primaryKey(),
  developer: hex('developer').notNull(),
  name: text('name').notNull().unique(),
  baseHash: hex('base_hash').notNull(),
  /** Zero hash: the base model itself. */
  adapterHash: hex('adapter_hash').notNull(),
  manifestHash: hex('manifest_hash').notNull(),
  logRoot: hex('log_root').notNull(),
  indexHash: hex('index_hash').notNull(),
  /** Version roots, an array of hex. */
  trainingVersions: jsonb('training_versions').notNull(),
  retrievalVersions: jsonb('retrieval_versions').notNull(),
  /** { burnBps, operatorBps, modelBps, stakersBps, dataBps }. */
  split: jsonb('split').notNull(),
  blockNumber: uint64('block_number').notNull(),
  createdAt: createdAt(),
})
