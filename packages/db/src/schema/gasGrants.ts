import { index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { hex, time, wei } from '../columns.ts'

/**
 * What the operator gave to accounts whose key it keeps, for the gas of one transaction each. Written before it is
 * sent: what is counted against the limits is never less than what was given.
 */
export const gasGrants = pgTable(
  'gas_grants',
  {
    account: hex('account').notNull(),
    /** The transaction that it is for, by its key in the journal. */
    transactionKey: text('transaction_key').notNull(),
    /** From 1; a further one where the gas became dearer before the transaction was signed. */
    attempt: integer('attempt').notNull(),
    amount: wei('amount').notNull(),
    /** Of the operator's transaction; null until that is in a block. */
    hash: hex('hash'),
    createdAt: time('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.transactionKey, table.attempt] }),
    index('gas_grants_account').on(table.account, table.createdAt),
    index('gas_grants_created').on(table.createdAt),
  ],
)
