import { sql } from 'drizzle-orm'
import { index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { createdAt, type Hex, hex, uint64, updatedAt, wei } from '../columns.ts'

/** Where a transaction stands: wanted, signed and stored, broadcast, in a block, reverted or refused. */
export const TRANSACTION_STATUSES = ['intent', 'signed', 'sent', 'mined', 'failed'] as const

/** A transaction as it was signed once. */
export type SignedForm = { readonly nonce: number; readonly raw: Hex; readonly hash: Hex }

/** Journal of the transactions that this process sends. */
export const transactions = pgTable(
  'transactions',
  {
    /** Idempotency key. */
    key: text('key').primaryKey(),
    from: hex('from').notNull(),
    nonce: integer('nonce'),
    to: hex('to').notNull(),
    data: hex('data').notNull(),
    value: wei('value').notNull().default(sql`0`),
    raw: hex('raw'),
    hash: hex('hash'),
    /** Earlier signed forms, oldest first: the same call with a lower fee, or at a nonce that was used otherwise. */
    earlier: jsonb('earlier').$type<readonly SignedForm[]>().notNull().default([]),
    /** Height of the chain when the nonce was given. */
    sinceBlock: uint64('since_block'),
    status: text('status', { enum: TRANSACTION_STATUSES }).notNull(),
    blockNumber: uint64('block_number'),
    blockHash: hex('block_hash'),
    error: text('error'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [index('transactions_status').on(table.status), index('transactions_nonce').on(table.from, table.nonce)],
)
