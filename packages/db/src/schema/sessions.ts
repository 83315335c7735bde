import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { hex, time } from '../columns.ts'
import { passkeys } from './passkeys.ts'

/** Sessions of people who signed in, by their tokens' hash. Signing out deletes the row. */
export const sessions = pgTable(
  'sessions',
  {
    id: uuid('id').primaryKey(),
    tokenHash: hex('token_hash').notNull().unique(),
    account: hex('account').notNull(),
    /** The passkey that it began with, and with which it ends; null: a wallet. */
    passkeyId: text('passkey_id').references(() => passkeys.id, { onDelete: 'cascade' }),
    createdAt: time('created_at').notNull(),
    expiresAt: time('expires_at').notNull(),
  },
  (table) => [
    index('sessions_account').on(table.account, table.createdAt),
    index('sessions_created').on(table.createdAt),
    index('sessions_expiry').on(table.expiresAt),
    index('sessions_passkey').on(table.passkeyId),
  ],
)
