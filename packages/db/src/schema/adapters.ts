import { index, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { createdAt, hex, uint64 } from '../columns.ts'

/** Trained adapters by the hash of their training manifest. */
export const adapters = pgTable(
  'adapters',
  {
    manifestHash: hex('manifest_hash').primaryKey(),
    /** Folder of the files, relative to the models folder. */
    dir: text('dir').notNull(),
    adapterHash: hex('adapter_hash').notNull(),
    indexHash: hex('index_hash').notNull(),
    logRoot: hex('log_root').notNull(),
    /** Address of the training manifest in the DataStore. */
    manifestDataHash: hex('manifest_data_hash').notNull(),
    /** Address of the training log in the DataStore. */
    logDataHash: hex('log_data_hash').notNull(),
    /** Influence threshold of the index, in 1e-6 of its unit. */
    threshold: uint64('threshold').notNull(),
    result: jsonb('result').notNull(),
    createdAt: createdAt(),
  },
  (table) => [index('adapters_adapter_hash').on(table.adapterHash)],
)
