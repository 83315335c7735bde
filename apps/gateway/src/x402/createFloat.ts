import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { gatewayErrors } from '../errors.ts'

/** A payment under way. */
export type UnderWay = {
  /** Of the payment: one that comes several times counts once. */
  readonly name: string
  readonly wallet: string
  /** Wei that its call can cost: to be reserved on the house channel. */
  readonly quote: bigint
  /** Wei that it takes from its wallet. */
  readonly value: bigint
}

/** A place on the float. */
export type Place = {
  /** To be called once the money is the gateway's: the wallet's balance is without it then. */
  readonly arrived: () => void
  /** To be called once the call is reserved, or will not be. */
  readonly leave: () => void
}

/** Keeps what is under way within what the house channel can lend, and within what each wallet has. */
export type Float = {
  /**
   * Sets the quote of a payment aside until its call is reserved.
   *
   * @param balanceOf - asks what its wallet has; not given for a payment that has arrived
   * @throws X402_FLOAT_EXHAUSTED, X402_FUNDS_TOO_LOW, what the readers throw
   */
  readonly take: (payment: UnderWay, balanceOf?: () => Promise<bigint>) => Promise<Place>
  /** Whether a payment is under way. */
  readonly has: (name: string) => boolean
  /** Payments under way. */
  readonly size: () => number
}

/** How soon to come again: payments take about as long as a block. */
const ASK_AGAIN_S = 5

/**
 * A float over the house channel.
 *
 * Invariant: the quotes set aside never exceed the channel's free credit, so whoever pays is served: what a quote was
 * compared with was read after all quotes before it were counted, and a quote leaves only once the channel's own
 * reservation counts it.
 *
 * @param free - reads the channel's credit that no call has used or reserved, wei
 * @param openMax - payments under way at a time
 */
export function createFloat({
  free,
  openMax,
}: {
  readonly free: () => Promise<bigint>
  readonly openMax: number
}): Float {
  const underWay = new Map<string, { readonly wallet: string; quote: bigint; value: bigint; holders: number }>()

  const hold = ({ name, wallet, quote, value }: UnderWay): Place => {
    const held = underWay.get(name) ?? { wallet, quote, value, holders: 0 }
    held.holders += 1
    underWay.set(name, held)
    let isHeld = true
    return {
      arrived: () => {
        held.value = 0n
      },
      leave: () => {
        if (!isHeld) return
        isHeld = false
        held.holders -= 1
        if (held.holders === 0) underWay.delete(name)
      },
    }
  }

  return {
    has: (name) => underWay.has(name),
    size: () => underWay.size,
    take: async (payment, balanceOf) => {
      if (underWay.size >= openMax && !underWay.has(payment.name))
        throw exhausted(`${underWay.size} payments are under way`)
      const place = hold(payment)
      if (balanceOf === undefined) place.arrived()
      // Counted before anything is read: what leaves meanwhile is still in these sums.
      const all = [...underWay.values()]
      const quotes = all.reduce((sum, { quote }) => sum + quote, 0n)
      const values = all.reduce((sum, { wallet, value }) => (wallet === payment.wallet ? sum + value : sum), 0n)
      try {
        const [credit, balance] = await Promise.all([free(), balanceOf?.()])
        if (balance !== undefined && balance < values) {
          throw new OpenLedgerError(
            gatewayErrors.X402_FUNDS_TOO_LOW,
            `${payment.wallet} has ${balance} wei of OPEN; its payments under way take ${values}.`,
            { details: { required: values.toString(), available: balance.toString() } },
          )
        }
        if (credit < quotes) throw exhausted(`the house channel can lend ${credit} wei, ${quotes} are asked for`)
        return place
      } catch (error) {
        place.leave()
        throw error
      }
    },
  }
}

/** @param why - a clause for the message */
export function exhausted(why: string, cause?: unknown): OpenLedgerError {
  return new OpenLedgerError(gatewayErrors.X402_FLOAT_EXHAUSTED, `The gateway takes no payment now: ${why}.`, {
    cause,
    details: { retryAfter_s: ASK_AGAIN_S },
  })
}
