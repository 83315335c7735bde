import { sql } from 'drizzle-orm'
import { check, index, pgTable } from 'drizzle-orm/pg-core'
import { createdAt, hex, time, uint64, wei } from '../columns.ts'

/**
 * Payment channels. The chain's part (deposit, collected, signer, withdrawal) is re-derived from chain_events;
 * reserved, used and last_sequence are the gateway's and change only inside a call's transactions.
 */
export const channels = pgTable(
  'channels',
  {
    channelId: hex('channel_id').primaryKey(),
    payer: hex('payer').notNull(),
    operator: hex('operator').notNull(),
    signer: hex('signer').notNull(),
    /** Greatest cumulative that the signer may sign. */
    signerCap: wei('signer_cap').notNull(),
    /** Unix seconds. */
    signerExpiry: uint64('signer_expiry').notNull(),
    /** Everything ever deposited, less what was withdrawn. */
    deposit: wei('deposit').notNull().default(sql`0`),
    /** Cumulative collected by the operator on chain. */
    collected: wei('collected').notNull().default(sql`0`),
    /** Sum of the open calls' reservations. */
    reserved: wei('reserved').notNull().default(sql`0`),
    /** Cumulative of the last receipt. */
    used: wei('used').notNull().default(sql`0`),
    lastSequence: uint64('last_sequence').notNull().default(sql`0`),
    /** Earliest moment of the withdrawal that was asked for. */
    withdrawableAt: time('withdrawable_at'),
    /** What the payer asked to withdraw; not to be spent any more. */
    withdrawalAmount: wei('withdrawal_amount').notNull().default(sql`0`),
    blockNumber: uint64('block_number').notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    index('channels_payer').on(table.payer),
    check('channels_reserved_not_negative', sql`${table.reserved} >= 0`),
    check('channels_used_not_negative', sql`${table.used} >= 0`),
  ],
)
