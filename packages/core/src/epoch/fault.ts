import { type ErrorDescriptor, OpenLedgerError } from '../errors/openLedgerError.ts'

/** Where a published epoch differs from what follows from the protocol. */
export type FaultPlace = {
  /** A tree (`receipts`), a file (`rules`, `versions/0x…`) or `post`. */
  readonly file: string
  /** The leaf's index in its tree, or what else names the spot. */
  readonly leaf: number | string
  readonly field: string
  readonly expected: string | number | bigint
  readonly found: string | number | bigint
}

/** An error for one fault; `details` carry the place. */
export function fault(descriptor: ErrorDescriptor, place: FaultPlace): OpenLedgerError {
  const leaf = typeof place.leaf === 'number' ? `leaf ${place.leaf}` : place.leaf
  return new OpenLedgerError(
    descriptor,
    `${place.file}${leaf === '' ? '' : `, ${leaf}`}: ${place.field} is ${place.found}, expected ${place.expected}.`,
    {
      details: {
        file: place.file,
        leaf: place.leaf,
        field: place.field,
        expected: String(place.expected),
        found: String(place.found),
      },
    },
  )
}
