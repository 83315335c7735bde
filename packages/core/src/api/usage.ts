import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import {
  addressSchema,
  countSchema,
  hash32Schema,
  signedIntegerSchema,
  timeSchema,
  weiTextSchema,
} from './primitives.ts'

/** A day of the calendar in UTC, `2026-11-30`. */
export const daySchema = z.iso.date()

/** What calls that ended came to. Tokens are those that were charged; amounts in wei. */
export const usageSumsSchema = z.object({
  calls: countSchema,
  /** Of them, those with a receipt. The others failed, or were cut before their first word: they cost nothing. */
  charged: countSchema,
  inputTokens: countSchema,
  outputTokens: countSchema,
  fees: weiTextSchema,
  /** What was set aside for them and given back. */
  released: weiTextSchema,
})

/** Where a channel stands, and whether its books agree. Amounts in wei. */
export const channelUsageSchema = z.object({
  channelId: hash32Schema,
  /** By the chain: paid in, taken out, refunded for want of an operator. */
  deposited: weiTextSchema,
  withdrawn: weiTextSchema,
  refunded: weiTextSchema,
  /** `deposited − withdrawn − refunded`. */
  deposit: weiTextSchema,
  /** Sum of the fees of its calls. */
  spent: weiTextSchema,
  /** Set aside for calls that are open. */
  reserved: weiTextSchema,
  /** Asked back by the payer and not to be spent any more. */
  withdrawal: weiTextSchema,
  /** What further calls may cost: `deposit − spent − reserved − withdrawal`; below 0 after a refund. */
  left: signedIntegerSchema,
  /** What the operator has collected on chain by vouchers. */
  collected: weiTextSchema,
  /** Receipts, and as many vouchers. */
  receipts: countSchema,
  /** The cumulative that the last voucher is signed for. */
  voucher: weiTextSchema,
  signerCap: weiTextSchema,
  signerExpiry: timeSchema,
  /** Each is 0 unless the books are wrong, wei. */
  differences: z.object({
    /** Fees of its receipts, less `spent`. */
    receipts: signedIntegerSchema,
    /** The last voucher's cumulative, less `spent`. */
    voucher: signedIntegerSchema,
    /** What its keys spent together, less `spent`. */
    keys: signedIntegerSchema,
    /** Reservations of its open calls, less `reserved`. */
    reserved: signedIntegerSchema,
    /** What the chain's events come to, less `deposit`. */
    deposit: signedIntegerSchema,
  }),
})

export const usageSchema = z.object({
  account: addressSchema,
  /** The days that the sums are of, both included; null for no bound. */
  from: daySchema.nullable(),
  to: daySchema.nullable(),
  total: usageSumsSchema,
  /** Calls that are open now. */
  open: countSchema,
  statuses: z.object({ settled: countSchema, cancelled: countSchema, failed: countSchema }),
  keys: z.array(
    usageSumsSchema.extend({
      keyId: z.uuid(),
      channelId: hash32Schema,
      name: z.string(),
      budget: weiTextSchema.nullable(),
      /** Of the budget, whatever the period; null without one. */
      left: weiTextSchema.nullable(),
      revokedAt: timeSchema.nullable(),
    }),
  ),
  /** The most expensive first; an ensemble counts for its first model. */
  models: z.array(usageSumsSchema.extend({ modelId: hash32Schema, model: z.string() })),
  /** Oldest first; days without a call are left out. */
  days: z.array(usageSumsSchema.extend({ day: daySchema })),
  /** Whatever the period. */
  channels: z.array(channelUsageSchema),
})

const period = { from: daySchema.optional(), to: daySchema.optional() }

export const getUsage = defineApiRoute({
  method: 'get',
  path: '/v1/usage',
  auth: 'account',
  summary: 'What the account’s channels paid for, by key, model and day, and whether receipts, keys and channels agree',
  status: 200,
  query: z.object(period),
  response: usageSchema,
})

export const getUsageStatement = defineApiRoute({
  method: 'get',
  path: '/v1/usage/statement',
  auth: 'account',
  summary:
    'Every call of the account’s channels that ended as CSV, fees summing to the channels’, safe in a spreadsheet',
  status: 200,
  query: z.object(period),
})

export type UsageSums = z.infer<typeof usageSumsSchema>
export type ChannelUsage = z.infer<typeof channelUsageSchema>
export type Usage = z.infer<typeof usageSchema>
