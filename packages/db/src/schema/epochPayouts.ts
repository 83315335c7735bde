import { index, pgTable, primaryKey } from 'drizzle-orm/pg-core'
import { hex, uint64, wei } from '../columns.ts'

/** Payout leaves: what each account has earned up to and with the epoch. */
export const epochPayouts = pgTable(
  'epoch_payouts',
  {
    epoch: uint64('epoch').notNull(),
    account: hex('account').notNull(),
    cumulative: wei('cumulative').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.epoch, table.account] }),
    index('epoch_payouts_account').on(table.account),
    index('epoch_payouts_standing').on(table.epoch, table.cumulative, table.account),
  ],
)
