import type { Hex } from 'viem'
import { z } from 'zod'
import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'

/** An account: `0x` and 40 lower-case hex digits. Lower case, so that text order is number order. */
export type Address = Hex

/** An account in lower case; mixed-case (checksummed) input is refused: convert it with {@link toAddress}. */
export const addressSchema = z.custom<Address>((value) => typeof value === 'string' && /^0x[0-9a-f]{40}$/.test(value), {
  error: 'expected 0x and 40 lower-case hex digits',
})

/**
 * Lower-cases an address of any case.
 * @throws CORE_INPUT_INVALID when it isn't 20 bytes of hex
 */
export function toAddress(value: string): Address {
  if (!/^0x[0-9a-fA-F]{40}$/.test(value)) {
    throw new OpenLedgerError(coreErrors.CORE_INPUT_INVALID, `Not an address: ${value.slice(0, 64)}`)
  }
  return value.toLowerCase() as Address
}
