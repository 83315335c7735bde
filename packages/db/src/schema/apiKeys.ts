import { sql } from 'drizzle-orm'
import { check, index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, type Hex, hex, time, wei } from '../columns.ts'

/**
 * API keys, by hash: the key itself is shown once and not kept. Limits are null where there is none; reserved and used
 * change only inside a call's transactions, which hold the row of the key's channel.
 */
export const apiKeys = pgTable(
  'api_keys',
  {
    id: uuid('id').primaryKey(),
    keyHash: hex('key_hash').notNull().unique(),
    account: hex('account').notNull(),
    channelId: hex('channel_id').notNull(),
    name: text('name').notNull(),
    /** The most that its calls together may cost. */
    budget: wei('budget'),
    /** Ids of the models that it may call. */
    models: jsonb('models').$type<Hex[]>(),
    requestsPerMinute: integer('requests_per_minute'),
    tokensPerMinute: integer('tokens_per_minute'),
    expiresAt: time('expires_at'),
    /** Who signs its calls' vouchers: the gateway with the session signer that it holds, or the payer after each call. */
    signing: text('signing', { enum: ['gateway', 'local'] })
      .notNull()
      .default('gateway'),
    /** core's `KeyScope`s: what it is for. */
    scopes: jsonb('scopes').$type<('call' | 'train')[]>().notNull().default(['call']),
    /** Sum of its open calls' reservations. */
    reserved: wei('reserved').notNull().default(sql`0`),
    /** Sum of its calls' fees. */
    used: wei('used').notNull().default(sql`0`),
    revokedAt: time('revoked_at'),
    createdAt: createdAt(),
  },
  (table) => [
    index('api_keys_account').on(table.account),
    check('api_keys_reserved_not_negative', sql`${table.reserved} >= 0`),
    check(
      'api_keys_within_budget',
      sql`${table.budget} IS NULL OR ${table.used} + ${table.reserved} <= ${table.budget}`,
    ),
  ],
)
