import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { hashBytes } from '@openledger/core/primitives/hash.ts'
import { mostOf } from '../calls/mostOf.ts'
import type { Payer } from '../calls/payer.ts'
import type { PreparedCall } from '../calls/prepareCall.ts'
import { gatewayErrors } from '../errors.ts'
import { paidTurn } from './paidTurn.ts'
import { paymentKey } from './payments.ts'
import { readPayment, type SignedPayment } from './readPayment.ts'
import { reservePaid } from './reservePaid.ts'
import { takePayment } from './takePayment.ts'
import { tellPaid, tellRefused } from './tellPayment.ts'
import type { X402Services } from './x402Services.ts'

/** A request that comes without an API key. */
export type UnkeyedRequest = {
  readonly url: string
  readonly bytes: Uint8Array
  readonly headers: Headers
  readonly answerHeaders: Headers
  /** Aborted when the gateway ends. */
  readonly cut: AbortSignal
}

/** Whose turn a request is that has not paid yet: all wait in one line, since wallets without money are free to make. */
const NOBODY = 'x402'

/** The most that a request's calls can cost together, wei. */
function quoteOf(prepared: readonly PreparedCall[]): bigint {
  return prepared.reduce((sum, one) => sum + mostOf(one), 0n)
}

/**
 * The wallet whose payment a request carries (x402, scheme `exact`) as its payer. A request without a payment, or with
 * one that is not good, is told by `pay` what to pay for this very request.
 *
 * @throws REQUEST_INVALID
 */
export async function walletPayer(services: X402Services, request: UnkeyedRequest): Promise<Payer> {
  const { headers, answerHeaders, url, bytes, cut } = request
  const { terms } = services.x402
  if (headers.has('idempotency-key')) {
    const message = 'A payment by x402 is the name of its request: send no Idempotency-Key with it.'
    throw new OpenLedgerError(gatewayErrors.REQUEST_INVALID, message, { details: { param: 'idempotency-key' } })
  }
  const read = await readPayment(headers, terms).catch((error: unknown) => {
    const known = OpenLedgerError.find(error)
    if (known === undefined) throw error
    return known
  })
  const payment: SignedPayment | undefined = read instanceof OpenLedgerError ? undefined : read
  const payer = payment?.authorization.from
  const path = new TextEncoder().encode(`${new URL(url).pathname}\n`)
  const requestHash = hashBytes(new Uint8Array([...path, ...bytes]))
  const id = payment && { wallet: payment.authorization.from, nonce: payment.authorization.nonce }
  let leave = () => {}
  let isPaid = false

  /** Runs a step; a refusal is told in the protocol's headers too. What was paid stays told as paid. */
  const told = async <T>(prepared: readonly PreparedCall[], step: () => Promise<T>): Promise<T> => {
    try {
      return await step()
    } catch (error) {
      const known = OpenLedgerError.find(error)
      const isTried = read !== undefined && !isPaid
      const asked = { url, amount: quoteOf(prepared), isTried, ...(payer && { payer }) }
      if (known !== undefined) tellRefused(answerHeaders, terms, known, asked)
      throw error
    }
  }

  return {
    account: NOBODY,
    // Without a payment the name is never used: `pay` refuses. It is here so that what a name forbids is refused first.
    idempotency: { key: id === undefined ? NOBODY : paymentKey(id), requestHash },
    pay: (prepared, turn) =>
      told(prepared, async () => {
        if (read instanceof OpenLedgerError) throw read
        if (payment === undefined) {
          const message = 'The request carries neither an API key nor a payment.'
          throw new OpenLedgerError(gatewayErrors.X402_PAYMENT_REQUIRED, message)
        }
        const { from } = payment.authorization
        // A gateway that ends doesn't wait for a block: what was sent is found at the next start.
        const taken = await unlessCut(takePayment(services, payment, requestHash, quoteOf(prepared)), cut)
        leave = taken.leave
        isPaid = true
        tellPaid(answerHeaders, { transaction: taken.transaction, payer: from, chainId: services.chain.chainId })
        return paidTurn(() => turn(from))
      }),
    reserve: (prepared) =>
      told(prepared, () => {
        if (id === undefined) throw new Error('A call was to be reserved that nobody paid for.')
        return reservePaid(services, id, requestHash, prepared)
      }),
    onEnd: () => {
      if (id !== undefined) services.x402.ended(id)
    },
    leave: () => leave(),
  }
}

/** What work comes to, or the signal's reason. */
function unlessCut<T>(work: Promise<T>, cut: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onCut = () => reject(cut.reason)
    if (cut.aborted) onCut()
    cut.addEventListener('abort', onCut, { once: true })
    work.then(resolve, reject).finally(() => cut.removeEventListener('abort', onCut))
  })
}
