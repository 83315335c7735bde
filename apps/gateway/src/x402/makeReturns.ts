import { randomUUID } from 'node:crypto'
import { transferOpenCall } from '@openledger/chain/calls/openTokenCalls.ts'
import { chainErrors } from '@openledger/chain/errors.ts'
import type { Address } from '@openledger/core/api/primitives.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Database } from '@openledger/db/database.ts'
import { x402Payments } from '@openledger/db/schema/x402Payments.ts'
import { x402Returns } from '@openledger/db/schema/x402Returns.ts'
import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { gatewayErrors } from '../errors.ts'
import type { SettleDeps } from './settlePayment.ts'

/** Transfers that are made at a time. */
const AT_ONCE = 16

const owing = and(eq(x402Payments.state, 'final'), isNull(x402Payments.returnId))
const left = sql<string>`sum(${x402Payments.value} - ${x402Payments.fee})`

/**
 * Sets up a transfer back to every wallet that is owed the minimum or more.
 *
 * Invariant: a payment's remainder is part of one transfer back at most. Its row is bound to the transfer in the same
 * transaction that makes it, and only rows that are bound to none and can't be undone any more are counted.
 *
 * @param minimum - wei
 */
export async function planReturns(db: Database, minimum: bigint): Promise<void> {
  const wallets = await db
    .select({ wallet: x402Payments.wallet })
    .from(x402Payments)
    .where(owing)
    .groupBy(x402Payments.wallet)
    .having(sql`${left} > 0 AND ${left} >= ${minimum.toString()}::numeric`)
  for (const { wallet } of wallets) await planReturn(db, wallet)
}

async function planReturn(db: Database, wallet: Address): Promise<void> {
  const id = randomUUID()
  await db.transaction(async (transaction) => {
    const mine = and(eq(x402Payments.wallet, wallet), owing)
    const rows = await transaction
      .select({ nonce: x402Payments.nonce, value: x402Payments.value, fee: x402Payments.fee })
      .from(x402Payments)
      .where(mine)
      .for('update')
    const amount = rows.reduce((sum, { value, fee }) => sum + value - (fee ?? value), 0n)
    if (amount <= 0n) return
    await transaction.insert(x402Returns).values({ id, wallet, amount, state: 'open' })
    const nonces = rows.map(({ nonce }) => nonce)
    const bound = await transaction
      .update(x402Payments)
      .set({ returnId: id })
      .where(and(mine, inArray(x402Payments.nonce, nonces)))
      .returning({ nonce: x402Payments.nonce })
    if (bound.length !== rows.length)
      throw new OpenLedgerError(gatewayErrors.GATEWAY_INTERNAL, `A payment of ${wallet} went two ways.`)
  })
}

/**
 * Sends the transfers back that are not in a block yet, each under its own name: a kill or a repetition makes no second
 * one. One that reverted (the operator had too little) is sent again under a new name, but not before its revert can't
 * be undone by a reorganisation.
 */
export async function sendReturns(deps: SettleDeps): Promise<void> {
  const { db, options, logger } = deps
  const open = await db.select().from(x402Returns).where(eq(x402Returns.state, 'open')).limit(AT_ONCE)
  // Side by side: each waits for a block.
  await Promise.all(
    open.map(async (back) => {
      await options.onStep?.('returning')
      try {
        await sendReturn(deps, back)
      } catch (error) {
        const known = OpenLedgerError.find(error)
        if (known === undefined) throw error
        logger.warn({ wallet: back.wallet, code: known.code }, 'what a wallet is owed was not sent; it is tried again')
        return
      }
      await options.onStep?.('returned')
    }),
  )
}

async function sendReturn(
  { db, publisher, chain, options }: SettleDeps,
  { id, wallet, amount, attempt, revertedAt }: typeof x402Returns.$inferSelect,
): Promise<void> {
  const change = (fields: Partial<typeof x402Returns.$inferInsert>) =>
    db.update(x402Returns).set(fields).where(eq(x402Returns.id, id))
  try {
    const key = `x402:return:${id}:${attempt}`
    const { transactionHash } = await publisher.send({ key, ...transferOpenCall(chain.addresses, wallet, amount) })
    await change({ state: 'done', transaction: transactionHash })
  } catch (error) {
    if (OpenLedgerError.find(error)?.code === chainErrors.CHAIN_REVERTED.code) {
      const now = await options.chain.newestBlock()
      if (revertedAt === null) await change({ revertedAt: now })
      else if (now - revertedAt > BigInt(options.finalityDepth))
        await change({ attempt: attempt + 1, revertedAt: null })
    }
    throw error
  }
}
