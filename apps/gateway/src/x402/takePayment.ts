import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { gatewayErrors } from '../errors.ts'
import { findClosedPayment } from './closePayments.ts'
import type { Place } from './createFloat.ts'
import { findPayment, keepPayment, movePayment, type Payment, paymentKey } from './payments.ts'
import type { SignedPayment } from './readPayment.ts'
import { paymentOpen, refusedAt, settlePayment } from './settlePayment.ts'
import type { X402Services } from './x402Services.ts'

/** A payment whose money is there. */
export type TakenPayment = {
  readonly transaction: Hash32
  /** Gives its place on the float back. */
  readonly leave: () => void
}

/** An authorisation has to hold for so long from now on, or it may expire before it is in a block; seconds. */
const MARGIN_S = 6

/**
 * Takes a payment for one request: once, however often and from how many sides it comes. What is refused here has cost
 * nobody anything, except where the money is on chain already: then it is owed back.
 *
 * @param quote - the most that the request can cost, wei
 * @throws X402_PAYMENT_REUSED, X402_AMOUNT_TOO_LOW, X402_AUTHORIZATION_TIME, X402_FUNDS_TOO_LOW, X402_NONCE_USED,
 *   X402_FLOAT_EXHAUSTED, X402_TRANSFER_FAILED, X402_PAYMENT_OPEN, CHAIN_*
 */
export async function takePayment(
  services: X402Services,
  signed: SignedPayment,
  requestHash: Hash32,
  quote: bigint,
): Promise<TakenPayment> {
  const { db, x402 } = services
  const { from: wallet, value } = signed.authorization
  const id = { wallet, nonce: signed.authorization.nonce }
  const known = await findClosedPayment(db, id)
  if (known !== undefined) assertSameRequest(known, requestHash)
  // What is spent has its answer in the books, or none; that is for whoever looks for the answer.
  if (known?.fee != null) return { transaction: transactionOf(known), leave: () => {} }
  if (known?.state === 'refused') await refuseAgain(services, signed, known)
  if (value < quote) {
    const message = `The request can cost ${quote} wei; the payment is of ${value}.`
    const details = { required: quote.toString(), available: value.toString() }
    throw new OpenLedgerError(gatewayErrors.X402_AMOUNT_TOO_LOW, message, { details })
  }
  if (known === undefined) await assertUsable(services, signed, requestHash)
  const isThere = known?.state === 'settled' || known?.state === 'calling'
  // One that was seen before may have left its wallet already: its transfer decides.
  const balanceOf = known === undefined ? () => x402.options.chain.balanceOf(wallet) : undefined
  const place = await x402.float.take({ name: paymentKey(id), wallet, quote, value }, balanceOf)
  try {
    const settled = isThere ? known : await settledOnce(services, signed, requestHash, place)
    return { transaction: transactionOf(settled), leave: place.leave }
  } catch (error) {
    place.leave()
    throw error
  }
}

function assertSameRequest(known: Payment, requestHash: Hash32): void {
  if (known.requestHash === requestHash) return
  throw new OpenLedgerError(gatewayErrors.X402_PAYMENT_REUSED, 'The payment was sent with another request before.')
}

function transactionOf({ transaction, state }: Payment): Hash32 {
  if (transaction !== null) return transaction
  throw new OpenLedgerError(gatewayErrors.GATEWAY_INTERNAL, `A payment that is ${state} has no transaction.`)
}

/**
 * Asserts that a payment that was never seen can still be made. One whose money came without the gateway is not used
 * for a call, since whoever saw it on chain could be asking: it is owed back to its wallet.
 */
async function assertUsable(services: X402Services, signed: SignedPayment, requestHash: Hash32): Promise<void> {
  const { x402, db, clock } = services
  const { authorization } = signed
  const found = await x402.options.chain.findAuthorized(authorization)
  if (found.status !== 'unused') {
    const row = rowOf(signed, requestHash)
    if (found.status === 'paid') {
      const { transaction, blockNumber } = found
      const settledAt = new Date(clock.now())
      await keepPayment(db, { ...row, state: 'spent', transaction, blockNumber, settledAt, fee: 0n })
    } else await keepPayment(db, { ...row, state: 'refused', blockNumber: await refusedAt(x402.options) })
    throw nonceUsed(found.status === 'paid')
  }
  const now_s = BigInt(await services.ledgerTime())
  const { validAfter, validBefore } = authorization
  if (validAfter >= now_s || validBefore <= now_s + BigInt(MARGIN_S)) {
    throw new OpenLedgerError(
      gatewayErrors.X402_AUTHORIZATION_TIME,
      `The authorization holds between ${validAfter} and ${validBefore}; it is ${now_s}, and a transfer takes some seconds.`,
    )
  }
}

/** A payment that could not be made stays refused, unless somebody has handed it in since: then it is owed back. */
async function refuseAgain(services: X402Services, { authorization }: SignedPayment, known: Payment): Promise<never> {
  const { x402, db, clock } = services
  // Only what came since is looked for: who shows a used nonce again and again is not to have the whole chain searched.
  const found = await x402.options.chain.findAuthorized(authorization, known.blockNumber ?? undefined)
  if (found.status === 'paid') {
    const { transaction, blockNumber } = found
    const settledAt = new Date(clock.now())
    await movePayment(db, known, 'refused', 'spent', { transaction, blockNumber, settledAt, fee: 0n })
  }
  if (found.status !== 'unused') throw nonceUsed(found.status === 'paid')
  throw new OpenLedgerError(gatewayErrors.X402_TRANSFER_FAILED, 'The payment could not be made before.')
}

function nonceUsed(isPaid: boolean): OpenLedgerError {
  const what = isPaid ? 'What it brought is owed back to its wallet.' : 'It brought nothing.'
  return new OpenLedgerError(gatewayErrors.X402_NONCE_USED, `The payment’s nonce is used on chain already. ${what}`)
}

function rowOf({ authorization, signature }: SignedPayment, requestHash: Hash32) {
  const { from: wallet, nonce, value, validAfter, validBefore } = authorization
  return { wallet, nonce, requestHash, value, validAfter, validBefore, signature }
}

/** Keeps the payment and brings its money in; all who ask for it at the same time wait for the same transfer. */
async function settledOnce(
  services: X402Services,
  signed: SignedPayment,
  requestHash: Hash32,
  place: Place,
): Promise<Payment> {
  const { db, x402 } = services
  const { from: wallet, nonce } = signed.authorization
  const id = { wallet, nonce }
  const settle = async () => {
    await keepPayment(db, { ...rowOf(signed, requestHash), state: 'received' })
    await x402.options.onStep?.('received')
    const kept = await findPayment(db, id)
    if (kept === undefined) throw new OpenLedgerError(gatewayErrors.GATEWAY_INTERNAL, 'A payment was not kept.')
    assertSameRequest(kept, requestHash)
    if (kept.state === 'received' || kept.state === 'submitted') await settlePayment(x402.settleDeps, kept)
  }
  const name = paymentKey(id)
  let work = x402.settling.get(name)
  if (work === undefined) {
    work = settle().finally(() => x402.settling.delete(name))
    x402.settling.set(name, work)
  }
  await work
  place.arrived()
  const settled = await findPayment(db, id)
  if (settled === undefined || settled.transaction === null) throw paymentOpen('The payment is on its way')
  assertSameRequest(settled, requestHash)
  return settled
}
