import { index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, hex, time, wei } from '../columns.ts'
import { apiKeys } from './apiKeys.ts'

/** Where a call stands. Settled calls have a receipt; unpaid ones get it for the payer's voucher; failed ones cost nothing; cancelled ones were cut by the caller and have a receipt. */
export const CALL_STATUSES = ['reserved', 'unpaid', 'settled', 'failed', 'cancelled'] as const

/** Calls with their private content, which attribution needs. */
export const calls = pgTable(
  'calls',
  {
    callId: hex('call_id').primaryKey(),
    apiKeyId: uuid('api_key_id')
      .notNull()
      .references(() => apiKeys.id),
    channelId: hex('channel_id').notNull(),
    modelId: hex('model_id').notNull(),
    status: text('status', { enum: CALL_STATUSES }).notNull(),
    reservedAmount: wei('reserved_amount').notNull(),
    /** { messages, prompt, params }: prompt is the text that the model was given, retrieved context included. */
    request: jsonb('request').notNull(),
    answer: text('answer'),
    salt: hex('salt').notNull(),
    /** [{ commitment, versionRoot, similarity, title, url }]; empty without retrieval. */
    retrieved: jsonb('retrieved').notNull(),
    priceVersion: integer('price_version').notNull(),
    inputTokens: integer('input_tokens').notNull(),
    outputTokens: integer('output_tokens').notNull().default(0),
    startedAt: time('started_at').notNull(),
    settledAt: time('settled_at'),
    finishReason: text('finish_reason'),
    errorCode: text('error_code'),
    /** The receipt that an unpaid call gets for its voucher, unsigned. */
    bill: jsonb('bill'),
    createdAt: createdAt(),
  },
  (table) => [
    index('calls_status').on(table.status),
    index('calls_channel').on(table.channelId),
    index('calls_model').on(table.modelId),
    index('calls_key_started').on(table.apiKeyId, table.startedAt),
    index('calls_started').on(table.startedAt, table.callId),
  ],
)
