import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { x402Payments } from '@openledger/db/schema/x402Payments.ts'
import { and, asc, eq, inArray, lt, lte } from 'drizzle-orm'
import { gatewayErrors } from '../errors.ts'
import { movePayment, type Payment, paymentKey } from './payments.ts'
import { refusedAt, type SettleDeps, settlePayment, transfer } from './settlePayment.ts'

/** Payments that are looked at in one go. */
const AT_ONCE = 64

/**
 * Follows up payments that nobody waits for any more: what was handed to the publisher is brought to an end; what was
 * never handed in ends with its authorisation.
 *
 * @param isUnderWay - whether a request is at work on a payment of this name
 */
export async function finishArrivals(deps: SettleDeps, isUnderWay: (name: string) => boolean): Promise<void> {
  const { db, clock } = deps
  const rows = await db
    .select()
    .from(x402Payments)
    .where(inArray(x402Payments.state, ['received', 'submitted']))
    .orderBy(asc(x402Payments.createdAt))
    .limit(AT_ONCE)
  const left = rows.filter((payment) => !isUnderWay(paymentKey(payment)))
  // Side by side: each waits for a block.
  await Promise.all(
    left.map((payment) =>
      logged(deps, payment, async () => {
        if (payment.state === 'submitted') await settlePayment(deps, payment).catch(unlessRefused)
        else if (payment.validBefore * 1000n < BigInt(clock.now())) await endUnsent(deps, payment)
      }),
    ),
  )
}

/** Ends a payment that expired before it was handed in; if somebody else has handed it in, it is owed back. */
async function endUnsent({ db, clock, options, payTo }: SettleDeps, payment: Payment): Promise<void> {
  const found = await options.chain.findAuthorized({ ...payment, from: payment.wallet, to: payTo })
  if (found.status !== 'paid') {
    await movePayment(db, payment, 'received', 'refused', { blockNumber: await refusedAt(options) })
    return
  }
  const { transaction, blockNumber } = found
  const settledAt = new Date(clock.now())
  await movePayment(db, payment, 'received', 'spent', { transaction, blockNumber, settledAt, fee: 0n })
}

/** Owes back, after a time, what was paid for calls that were never made. */
export async function giveUpUnused(
  { db, clock, options }: SettleDeps,
  isUnderWay: (name: string) => boolean,
): Promise<void> {
  const before = new Date(clock.now() - options.unusedAfter_s * 1000)
  const rows = await db
    .select()
    .from(x402Payments)
    .where(and(eq(x402Payments.state, 'settled'), lt(x402Payments.settledAt, before)))
    .limit(AT_ONCE)
  for (const payment of rows)
    if (!isUnderWay(paymentKey(payment))) await movePayment(db, payment, 'settled', 'spent', { fee: 0n })
}

/**
 * Makes payments final whose transfer lies so deep that it can't be undone, having looked that it is there. One that a
 * reorganisation threw out is brought in again; if that can't be done any more, it is lost, and its call was the
 * operator's gift.
 */
export async function finalizePayments(deps: SettleDeps): Promise<void> {
  const { db, options } = deps
  const deep = (await options.chain.newestBlock()) - BigInt(options.finalityDepth)
  const rows = await db
    .select()
    .from(x402Payments)
    .where(and(eq(x402Payments.state, 'spent'), lte(x402Payments.blockNumber, deep)))
    .orderBy(asc(x402Payments.blockNumber))
    .limit(AT_ONCE)
  for (const payment of rows) {
    await logged(deps, payment, async () => {
      const place = await placeOf(deps, payment)
      if (place === undefined) await movePayment(db, payment, 'spent', 'lost')
      else if (place.blockNumber > deep) await movePayment(db, payment, 'spent', 'spent', place)
      else await movePayment(db, payment, 'spent', 'final', place)
      await options.onStep?.('final')
    })
  }
}

/** Where a payment's transfer is on chain; undefined when it is not and can't be any more. */
async function placeOf(
  deps: SettleDeps,
  payment: Payment,
): Promise<{ readonly transaction: Hash32; readonly blockNumber: bigint } | undefined> {
  const { wallet: from, value, nonce, blockNumber } = payment
  const found = await deps.options.chain.findAuthorized(
    { from, to: deps.payTo, value, nonce },
    blockNumber ?? undefined,
  )
  if (found.status === 'paid') return { transaction: found.transaction, blockNumber: found.blockNumber }
  try {
    const again = await transfer(deps, payment)
    return { transaction: again.transaction, blockNumber: again.blockNumber }
  } catch (error) {
    unlessRefused(error)
    return undefined
  }
}

function unlessRefused(error: unknown): void {
  if (OpenLedgerError.find(error)?.code !== gatewayErrors.X402_TRANSFER_FAILED.code) throw error
}

/** One payment's trouble keeps no other one waiting. */
async function logged({ logger }: SettleDeps, { wallet }: Payment, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    const known = OpenLedgerError.find(error)
    if (known === undefined) throw error
    logger.warn({ wallet, code: known.code }, 'a payment could not be followed up; it is tried again')
  }
}
