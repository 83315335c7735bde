import { bigint, pgTable, text } from 'drizzle-orm/pg-core'
import { time } from '../columns.ts'

/** What kind of proof a challenge was given for. */
export type ChallengePurpose = 'wallet' | 'new-account' | 'passkey' | 'confirm' | 'add-passkey'

/** Nonces and challenges that were given and not used yet. Anybody may ask for one, so their number is bounded. */
export const signInChallenges = pgTable('sign_in_challenges', {
  /** In the order in which they were given, so also in that in which they end. */
  number: bigint('number', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
  challenge: text('challenge').notNull().unique(),
  purpose: text('purpose').$type<ChallengePurpose>().notNull(),
  /** What it may be used for: a domain and chain, a session and action, the handle of an account to be. */
  boundTo: text('bound_to').notNull(),
  createdAt: time('created_at').notNull(),
  expiresAt: time('expires_at').notNull(),
})
