import { index, pgTable, text } from 'drizzle-orm/pg-core'
import { hex, time } from '../columns.ts'

/** Accounts that were made with a passkey instead of a wallet: the gateway made their keys and keeps them, encrypted. */
export const keptAccounts = pgTable(
  'kept_accounts',
  {
    account: hex('account').primaryKey(),
    /** 32 random bytes, base64url: what authenticators know the account by (WebAuthn's user handle). */
    userHandle: text('user_handle').notNull().unique(),
    /** AES-256-GCM of the private key under a secret derived from the operator's key. */
    privateKey: text('private_key').notNull(),
    createdAt: time('created_at').notNull(),
  },
  (table) => [index('kept_accounts_created').on(table.createdAt)],
)
