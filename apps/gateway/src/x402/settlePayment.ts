import { transferAuthorizedCall } from '@openledger/chain/calls/openTokenCalls.ts'
import { chainErrors } from '@openledger/chain/errors.ts'
import type { AuthorizedTransfer } from '@openledger/chain/reader/findAuthorized.ts'
import { revertName } from '@openledger/chain/rpc/toChainError.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { gatewayErrors } from '../errors.ts'
import type { GatewayDeps } from '../gatewayDeps.ts'
import { movePayment, type Payment, paymentKey } from './payments.ts'
import type { X402Options } from './x402Options.ts'

/** What a payment's transfer is made with. */
export type SettleDeps = Pick<GatewayDeps, 'db' | 'chain' | 'publisher' | 'clock' | 'logger'> & {
  readonly options: X402Options
  /** The gateway's account. */
  readonly payTo: `0x${string}`
}

type Paid = Extract<AuthorizedTransfer, { status: 'paid' }>

/**
 * Brings a payment's money in: from `received` over `submitted` to `settled`, or to `refused`. The transaction is kept
 * under the payment's name before it is sent, so a kill at any moment and any number of calls make one transfer. One
 * that somebody else has handed in counts as ours.
 *
 * @throws X402_TRANSFER_FAILED; X402_PAYMENT_OPEN and CHAIN_* while it is not known what became of it
 */
export async function settlePayment(deps: SettleDeps, payment: Payment): Promise<void> {
  const { db, clock, options } = deps
  if (payment.state === 'received') {
    await movePayment(db, payment, 'received', 'submitted')
    await options.onStep?.('submitted')
  }
  try {
    const { transaction, blockNumber } = await transfer(deps, payment)
    await options.onStep?.('paid')
    await movePayment(db, payment, 'submitted', 'settled', {
      transaction,
      blockNumber,
      settledAt: new Date(clock.now()),
    })
    await options.onStep?.('settled')
  } catch (error) {
    if (OpenLedgerError.find(error)?.code === gatewayErrors.X402_TRANSFER_FAILED.code)
      await movePayment(db, payment, 'submitted', 'refused', { blockNumber: await refusedAt(options) })
    throw error
  }
}

/**
 * Makes a payment's transfer, or finds it made.
 *
 * @throws X402_TRANSFER_FAILED when it is not on chain and can't be made, X402_PAYMENT_OPEN, CHAIN_*
 */
export async function transfer(deps: SettleDeps, payment: Payment): Promise<Paid> {
  const { publisher, chain, options, payTo } = deps
  const { wallet, value, validAfter, validBefore, nonce, signature } = payment
  const authorization = { from: wallet, to: payTo, value, validAfter, validBefore, nonce }
  try {
    const { transactionHash, blockNumber } = await publisher.send({
      key: `x402:${paymentKey(payment)}`,
      ...transferAuthorizedCall(chain.addresses, authorization, signature),
    })
    return { status: 'paid', transaction: transactionHash, blockNumber }
  } catch (cause) {
    const error = OpenLedgerError.find(cause)
    if (error?.code !== chainErrors.CHAIN_REVERTED.code) throw cause
    const found = await options.chain.findAuthorized(authorization)
    if (found.status === 'paid') return found
    if (found.status === 'unused' && revertName(error) === 'ERC3009UsedAuthorization')
      throw paymentOpen('Somebody else has handed the payment in; it is in no block yet')
    throw new OpenLedgerError(gatewayErrors.X402_TRANSFER_FAILED, `The payment can’t be made: ${error.message}`, {
      cause,
    })
  }
}

/** Blocks below the newest from which a refused payment is looked for: what came in the moment of its refusal is above. */
const REFUSED_DEPTH = 256n

/** From which block on a payment that is refused now can still come in. @throws CHAIN_* */
export async function refusedAt({ chain }: X402Options): Promise<bigint> {
  const newest = await chain.newestBlock()
  return newest > REFUSED_DEPTH ? newest - REFUSED_DEPTH : 0n
}

/** @param why - a clause for the message */
export function paymentOpen(why: string): OpenLedgerError {
  return new OpenLedgerError(gatewayErrors.X402_PAYMENT_OPEN, `${why}.`, { details: { retryAfter_s: 1 } })
}
