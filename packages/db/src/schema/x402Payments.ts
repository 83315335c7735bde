import { sql } from 'drizzle-orm'
import { check, index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, type Hex, hex, time, uint64, wei } from '../columns.ts'
import { x402Returns } from './x402Returns.ts'

/**
 * Where a payment stands. received: verified, nothing sent · submitted: its transfer was handed to the publisher ·
 * settled: the transfer is in a block · calling: its call is being made · spent: its call ended, or will never be made ·
 * final: the transfer can't be undone any more, what is left goes back · lost: a reorganisation undid the transfer for
 * good · refused: the transfer can't be made.
 */
export const X402_STATES = ['received', 'submitted', 'settled', 'calling', 'spent', 'final', 'lost', 'refused'] as const

/** Payments by x402: each pays for one request, once. */
export const x402Payments = pgTable(
  'x402_payments',
  {
    /** Who authorised it: `from` of EIP-3009. */
    wallet: hex('wallet').notNull(),
    nonce: hex('nonce').notNull(),
    /** Of the request that it pays for, path and body. */
    requestHash: hex('request_hash').notNull(),
    value: wei('value').notNull(),
    /** Unix seconds, both excluded. */
    validAfter: wei('valid_after').notNull(),
    validBefore: wei('valid_before').notNull(),
    signature: hex('signature').notNull(),
    state: text('state', { enum: X402_STATES }).notNull(),
    transaction: hex('transaction'),
    /** The transfer's; of a refused one a height from which on it can still come in. */
    blockNumber: uint64('block_number'),
    settledAt: time('settled_at'),
    /** The calls that it pays for, written before they run. */
    callIds: jsonb('call_ids').$type<readonly Hex[]>(),
    /** What they cost; known once it is spent. */
    fee: wei('fee'),
    /** The transfer that brings back what is left. */
    returnId: uuid('return_id').references(() => x402Returns.id),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.wallet, table.nonce] }),
    index('x402_payments_open').on(table.state).where(sql`${table.state} NOT IN ('final', 'lost', 'refused')`),
    index('x402_payments_owed').on(table.wallet).where(sql`${table.state} = 'final' AND ${table.returnId} IS NULL`),
    check('x402_payments_fee_within', sql`${table.fee} IS NULL OR ${table.fee} BETWEEN 0 AND ${table.value}`),
    check('x402_payments_fee_known', sql`(${table.fee} IS NOT NULL) = (${table.state} IN ('spent', 'final', 'lost'))`),
    check('x402_payments_return_final', sql`${table.returnId} IS NULL OR ${table.state} = 'final'`),
  ],
)
