import { index, pgTable, text } from 'drizzle-orm/pg-core'
import { createdAt, hex } from '../columns.ts'

/** Keys that the gateway holds to sign vouchers for a payer, encrypted. */
export const sessionSigners = pgTable(
  'session_signers',
  {
    address: hex('address').primaryKey(),
    account: hex('account').notNull(),
    /** AES-256-GCM of the private key under a secret derived from the operator's key. */
    privateKey: text('private_key').notNull(),
    createdAt: createdAt(),
  },
  (table) => [index('session_signers_account').on(table.account)],
)
