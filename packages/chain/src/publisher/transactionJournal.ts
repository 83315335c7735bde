import { addressSchema } from '@openledger/core/primitives/address.ts'
import { hex32Schema, hexSchema } from '@openledger/core/primitives/hex.ts'
import { uint64Schema, uint128Schema } from '@openledger/core/primitives/integers.ts'
import { z } from 'zod'

/**
 * intent: wanted, nothing signed · signed: raw transaction kept, perhaps broadcast · sent: an RPC took it ·
 * mined: in a block, succeeded · failed: in a block, reverted (it used its nonce and changed nothing else).
 */
export const journalStatusSchema = z.enum(['intent', 'signed', 'sent', 'mined', 'failed'])

/** A transaction as it was signed once. */
export const signedFormSchema = z.object({ nonce: z.int().min(0), raw: hexSchema, hash: hex32Schema })
export type SignedForm = z.output<typeof signedFormSchema>

/** One transaction of the publisher as it is kept. */
export const journalEntrySchema = z.object({
  /** Idempotency key: one key, one effect. */
  key: z.string().min(1).max(256),
  from: addressSchema,
  to: addressSchema,
  data: hexSchema,
  value: uint128Schema,
  status: journalStatusSchema,
  nonce: z.int().min(0).nullable(),
  /** The signed transaction, to be broadcast again when the chain forgot it. */
  raw: hexSchema.nullable(),
  hash: hex32Schema.nullable(),
  /**
   * Earlier signed forms, oldest first: of the same nonce with a lower fee, or of a nonce that another transaction has
   * used for good. At most one form of an entry can ever be in the chain.
   */
  earlier: z.array(signedFormSchema).readonly().default([]),
  /** Height of the chain when the nonce was given: its use is looked for from there. */
  sinceBlock: uint64Schema.nullable().default(null),
  blockNumber: uint64Schema.nullable(),
  blockHash: hex32Schema.nullable(),
  /** Why it failed, or why an intent could not be signed at the last try. */
  error: z.string().nullable(),
})
export type JournalEntry = z.output<typeof journalEntrySchema>

/** What is asked for. */
export type JournalRequest = Pick<JournalEntry, 'key' | 'from' | 'to' | 'data' | 'value'>

/** What may change later. */
export type JournalPatch = Partial<
  Pick<
    JournalEntry,
    'status' | 'nonce' | 'raw' | 'hash' | 'earlier' | 'sinceBlock' | 'blockNumber' | 'blockHash' | 'error'
  >
>

/**
 * Where transactions are kept before they leave. Every method is durable when it resolves: what a resolved call
 * wrote is still there after a kill.
 */
export type TransactionJournal = {
  /** Keeps an intent, or returns the entry that the key already has, unchanged. Atomic. */
  insert(request: JournalRequest): Promise<JournalEntry>
  get(key: string): Promise<JournalEntry | undefined>
  update(key: string, patch: JournalPatch): Promise<void>
  /** Entries of an account that have a nonce, highest nonce first: those with a nonce below `below`, at most `limit`. */
  signed(from: JournalEntry['from'], page: { readonly below: number; readonly limit: number }): Promise<JournalEntry[]>
  /** Entries of an account in status signed or sent, lowest nonce first. */
  unfinished(from: JournalEntry['from']): Promise<JournalEntry[]>
}
