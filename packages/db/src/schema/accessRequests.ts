import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { createdAt, hex, time, uint64 } from '../columns.ts'

/** What is said beside the chain of a developer's asking for access: its words, and why it was refused. */
export const accessRequests = pgTable(
  'access_requests',
  {
    datanetId: hex('datanet_id').notNull(),
    developer: hex('developer').notNull(),
    /** For the owner to read; their hash is what `requestAccess` was or will be called with. */
    words: text('words'),
    termsHash: hex('terms_hash'),
    /** Why the owner refused. */
    refusal: text('refusal'),
    refusedBy: hex('refused_by'),
    refusedAt: time('refused_at'),
    /** Place on chain of the request that was refused; a later one is open again. */
    refusedBlock: uint64('refused_block'),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.datanetId, table.developer] })],
)
