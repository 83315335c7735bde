import { index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { hex, time } from '../columns.ts'

/** Nonces of signed requests that were seen; kept until the request could no longer be valid. */
export const requestNonces = pgTable(
  'request_nonces',
  {
    account: hex('account').notNull(),
    nonce: text('nonce').notNull(),
    expiresAt: time('expires_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.account, table.nonce] }),
    index('request_nonces_expiry').on(table.expiresAt),
  ],
)
