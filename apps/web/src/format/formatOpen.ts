/** Wei in one OPEN. */
const OPEN = 10n ** 18n

/** An amount in OPEN, cut in two for the eye: what matters at a glance, and the digits that make it exact. */
export type OpenParts = { readonly sign: string; readonly head: string; readonly tail: string }

/**
 * Writes wei as OPEN, exactly: six decimals in the head, further digits in the tail without trailing zeros.
 *
 * @param wei a decimal string or bigint, may be negative
 * @example formatOpen('207000000000001') // { sign: '', head: '0.000207', tail: '000000000001' }
 */
export function formatOpen(wei: string | bigint): OpenParts {
  const amount = BigInt(wei)
  const size = amount < 0n ? -amount : amount
  const decimals = (size % OPEN).toString().padStart(18, '0')
  return {
    sign: amount < 0n ? '−' : '',
    head: `${(size / OPEN).toLocaleString('en')}.${decimals.slice(0, 6)}`,
    tail: decimals.slice(6).replace(/0+$/, ''),
  }
}
