import { pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, hex } from '../columns.ts'
import { apiKeys } from './apiKeys.ts'
import { calls } from './calls.ts'

/** The call that a request with an Idempotency-Key made: sent again, the request is answered by it and not charged. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    apiKeyId: uuid('api_key_id')
      .notNull()
      .references(() => apiKeys.id),
    idempotencyKey: text('idempotency_key').notNull(),
    /** Of the whole request: another request under the same key is a mistake. */
    requestHash: hex('request_hash').notNull(),
    callId: hex('call_id')
      .notNull()
      .references(() => calls.callId),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.apiKeyId, table.idempotencyKey] })],
)
