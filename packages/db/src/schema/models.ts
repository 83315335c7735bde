import { index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { createdAt, hex, uint64 } from '../columns.ts'

/** Models as registered on chain. Names aren't unique there: the gateway serves the first registration of a name. */
export const models = pgTable(
  'models',
  {
    modelId: hex('model_id').primaryKey(),
    /** Who registered it. */
    developer: hex('developer').notNull(),
    /** Who gets its part of calls now. */
    owner: hex('owner').notNull(),
    name: text('name').notNull(),
    baseHash: hex('base_hash').notNull(),
    /** Zero hash: the base model itself. */
    adapterHash: hex('adapter_hash').notNull(),
    manifestHash: hex('manifest_hash').notNull(),
    logRoot: hex('log_root').notNull(),
    indexHash: hex('index_hash').notNull(),
    /** Version roots, an array of hex. */
    trainingVersions: jsonb('training_versions').notNull(),
    retrievalVersions: jsonb('retrieval_versions').notNull(),
    /** { burn, operator, model, stakers, data } in bps, as core's Split. */
    split: jsonb('split').notNull(),
    blockNumber: uint64('block_number').notNull(),
    logIndex: integer('log_index').notNull(),
    createdAt: createdAt(),
  },
  (table) => [index('models_name').on(table.name), index('models_manifest').on(table.manifestHash)],
)
