import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, hex, time } from '../columns.ts'

/** API keys, by hash: the key itself is shown once and not kept. */
export const apiKeys = pgTable(
  'api_keys',
  {
    id: uuid('id').primaryKey(),
    keyHash: hex('key_hash').notNull().unique(),
    account: hex('account').notNull(),
    channelId: hex('channel_id').notNull(),
    name: text('name').notNull(),
    revokedAt: time('revoked_at'),
    createdAt: createdAt(),
  },
  (table) => [index('api_keys_account').on(table.account)],
)
