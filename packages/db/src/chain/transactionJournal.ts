import { and, asc, desc, eq, inArray, isNotNull, lt } from 'drizzle-orm'
import type { Hex } from '../columns.ts'
import type { Database } from '../database.ts'
import { type SignedForm, transactions } from '../schema/transactions.ts'

/** One transaction as the chain package's publisher keeps it. */
export type JournalRow = {
  readonly key: string
  readonly from: Hex
  readonly to: Hex
  readonly data: Hex
  readonly value: bigint
  readonly status: 'intent' | 'signed' | 'sent' | 'mined' | 'failed'
  readonly nonce: number | null
  readonly raw: Hex | null
  readonly hash: Hex | null
  readonly earlier: readonly SignedForm[]
  readonly sinceBlock: bigint | null
  readonly blockNumber: bigint | null
  readonly blockHash: Hex | null
  readonly error: string | null
}

type Request = Pick<JournalRow, 'key' | 'from' | 'to' | 'data' | 'value'>
type Patch = Partial<Omit<JournalRow, keyof Request>>

/** The chain package's `TransactionJournal`, by its shape: siblings don't import each other. */
export type DatabaseJournal = {
  readonly insert: (request: Request) => Promise<JournalRow>
  readonly get: (key: string) => Promise<JournalRow | undefined>
  readonly update: (key: string, patch: Patch) => Promise<void>
  readonly signed: (from: Hex, page: { readonly below: number; readonly limit: number }) => Promise<JournalRow[]>
  readonly unfinished: (from: Hex) => Promise<JournalRow[]>
}

const columns = {
  key: transactions.key,
  from: transactions.from,
  to: transactions.to,
  data: transactions.data,
  value: transactions.value,
  status: transactions.status,
  nonce: transactions.nonce,
  raw: transactions.raw,
  hash: transactions.hash,
  earlier: transactions.earlier,
  sinceBlock: transactions.sinceBlock,
  blockNumber: transactions.blockNumber,
  blockHash: transactions.blockHash,
  error: transactions.error,
}

/**
 * Keeps the publisher's transactions in the table `transactions`.
 *
 * @example createPublisher({ journal: createTransactionJournal(db), … })
 */
export function createTransactionJournal(db: Database): DatabaseJournal {
  const get = async (key: string): Promise<JournalRow | undefined> => {
    const [row] = await db.select(columns).from(transactions).where(eq(transactions.key, key))
    return row
  }
  return {
    get,
    insert: async (request) => {
      await db
        .insert(transactions)
        .values({ ...request, status: 'intent' })
        .onConflictDoNothing()
      const row = await get(request.key)
      if (row === undefined) throw new RangeError(`The journal lost the entry ${request.key}.`)
      return row
    },
    update: async (key, patch) => {
      const changed = await db
        .update(transactions)
        .set({ ...patch, updatedAt: new Date() })
        .where(eq(transactions.key, key))
        .returning({ key: transactions.key })
      if (changed.length === 0) throw new RangeError(`The journal has no entry ${key}.`)
    },
    signed: async (from, { below, limit }) =>
      db
        .select(columns)
        .from(transactions)
        .where(
          and(
            eq(transactions.from, from),
            isNotNull(transactions.nonce),
            lt(transactions.nonce, Math.min(below, 2_147_483_647)),
          ),
        )
        .orderBy(desc(transactions.nonce))
        .limit(limit),
    unfinished: async (from) =>
      db
        .select(columns)
        .from(transactions)
        .where(and(eq(transactions.from, from), inArray(transactions.status, ['signed', 'sent'])))
        .orderBy(asc(transactions.nonce)),
  }
}
