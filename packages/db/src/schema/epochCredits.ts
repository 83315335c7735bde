import { index, integer, pgTable, primaryKey } from 'drizzle-orm/pg-core'
import { hex, uint64, wei } from '../columns.ts'

/** Credit leaves: what each account earned by one call in one role for one record. */
export const epochCredits = pgTable(
  'epoch_credits',
  {
    epoch: uint64('epoch').notNull(),
    account: hex('account').notNull(),
    callId: hex('call_id').notNull(),
    /** 1 operator, 2 model, 3 stakers, 4 contributor, 5 Datanet owner, 6 Datanet pool. */
    role: integer('role').notNull(),
    commitment: hex('commitment').notNull(),
    amount: wei('amount').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.epoch, table.account, table.callId, table.role, table.commitment] }),
    index('epoch_credits_call').on(table.callId),
    index('epoch_credits_account').on(table.account),
    index('epoch_credits_commitment').on(table.commitment),
  ],
)
