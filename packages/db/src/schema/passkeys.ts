import { bigint, boolean, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { hex, time } from '../columns.ts'
import { keptAccounts } from './keptAccounts.ts'

/** Passkeys (WebAuthn credentials) that sign accounts in: public keys, nothing secret. */
export const passkeys = pgTable(
  'passkeys',
  {
    /** Credential id, base64url. */
    id: text('id').primaryKey(),
    account: hex('account')
      .notNull()
      .references(() => keptAccounts.account),
    /** COSE key, base64url. */
    publicKey: text('public_key').notNull(),
    /** Uses that its authenticator counted; 0 for those that don't count. */
    counter: bigint('counter', { mode: 'number' }).notNull(),
    transports: jsonb('transports').$type<string[]>().notNull(),
    name: text('name').notNull(),
    backedUp: boolean('backed_up').notNull(),
    createdAt: time('created_at').notNull(),
    lastUsedAt: time('last_used_at'),
  },
  (table) => [index('passkeys_account').on(table.account)],
)
