import { index, jsonb, pgTable, unique } from 'drizzle-orm/pg-core'
import { createdAt, hex, time, uint64, wei } from '../columns.ts'
import { calls } from './calls.ts'

/** Operator-signed receipts; a channel's sequences run from 1 without gaps. */
export const receipts = pgTable(
  'receipts',
  {
    callId: hex('call_id')
      .primaryKey()
      .references(() => calls.callId),
    channelId: hex('channel_id').notNull(),
    sequence: uint64('sequence').notNull(),
    /** The EIP-712 message, integers as decimal strings. */
    receipt: jsonb('receipt').notNull(),
    signature: hex('signature').notNull(),
    /** The session signer's voucher for cumulative_after. */
    voucherSignature: hex('voucher_signature').notNull(),
    fee: wei('fee').notNull(),
    cumulativeAfter: wei('cumulative_after').notNull(),
    /** The epoch that accounts it; null while none does. */
    epoch: uint64('epoch'),
    /** When what the call brought was put into `call_credits`; null before that, and where an epoch was faster. */
    creditedAt: time('credited_at'),
    createdAt: createdAt(),
  },
  (table) => [
    unique('receipts_channel_sequence').on(table.channelId, table.sequence),
    index('receipts_epoch').on(table.epoch),
  ],
)
