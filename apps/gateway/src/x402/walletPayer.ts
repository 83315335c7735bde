import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { hashBytes } from '@openledger/core/primitives/hash.ts'
import { mostOf } from '../calls/mostOf.ts'
import type { Payer } from '../calls/payer.ts'
import type { PreparedCall } from '../calls/reserveCall.ts'
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
}

/** Whose turn a request is that brings no payment, or none that anybody signed: they wait in one line. */
const NOBODY = 'x402'

/**
 * The wallet whose payment a request carries (x402, scheme `exact`) as its payer. A request without a payment, or with
 * one that is not good, is told by `pay` what to pay for this very request.
 *
 * @throws REQUEST_INVALID
 */
export async function walletPayer(services: X402Services, request: UnkeyedRequest): Promise<Payer> {
  const { headers, answerHeaders, url, bytes } = request
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

  /** Runs a step; a refusal is told in the protocol's headers too. */
  const told = async <T>(prepared: PreparedCall, step: () => Promise<T>): Promise<T> => {
    try {
      return await step()
    } catch (error) {
      const known = OpenLedgerError.find(error)
      const isTried = known !== undefined && known.status < 500 && read !== undefined
      const asked = { url, amount: mostOf(prepared), isTried, ...(payer && { payer }) }
      if (known !== undefined) tellRefused(answerHeaders, terms, known, asked)
      throw error
    }
  }

  return {
    account: payer ?? NOBODY,
    // Without a payment the name is never used: `pay` refuses. It is here so that what a name forbids is refused first.
    idempotency: { key: id === undefined ? NOBODY : paymentKey(id), requestHash },
    pay: (prepared, turn) =>
      told(prepared, async () => {
        if (read instanceof OpenLedgerError) throw read
        if (payment === undefined) {
          const message = 'The request carries neither an API key nor a payment.'
          throw new OpenLedgerError(gatewayErrors.X402_PAYMENT_REQUIRED, message)
        }
        const taken = await takePayment(services, payment, requestHash, mostOf(prepared))
        leave = taken.leave
        const { chainId } = services.chain
        tellPaid(answerHeaders, { transaction: taken.transaction, payer: payment.authorization.from, chainId })
        return paidTurn(turn)
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
