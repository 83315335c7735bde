import { index, integer, pgTable, primaryKey } from 'drizzle-orm/pg-core'
import { hex, wei } from '../columns.ts'
import { calls } from './calls.ts'

/**
 * What calls brought that no final epoch accounts yet, derived as the epoch will: what is pending. Kept until the call's
 * epoch is final; money moves by `epoch_credits` alone.
 */
export const callCredits = pgTable(
  'call_credits',
  {
    callId: hex('call_id')
      .notNull()
      .references(() => calls.callId),
    account: hex('account').notNull(),
    /** As in `epoch_credits`. */
    role: integer('role').notNull(),
    commitment: hex('commitment').notNull(),
    amount: wei('amount').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.callId, table.account, table.role, table.commitment] }),
    index('call_credits_account').on(table.account),
  ],
)
