import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Hex32, hex32Schema } from '@openledger/core/primitives/hex.ts'
import type { OptionValues } from '../command.ts'
import { cliErrors } from '../errors.ts'

/** A positional argument that is 32 bytes of hex. @throws CLI_USAGE */
export function needId(value: string | undefined, what: string): Hex32 {
  const id = hex32Schema.safeParse(value)
  if (id.success) return id.data
  throw new OpenLedgerError(cliErrors.CLI_USAGE, `give ${what}: 0x and 64 hex digits`)
}

/** A positional argument that is a whole number from 0 on. @throws CLI_USAGE */
export function readNumber(value: string | undefined, what: string): number {
  const number = value !== undefined && /^\d+$/.test(value) ? Number(value) : Number.NaN
  if (Number.isSafeInteger(number)) return number
  throw new OpenLedgerError(cliErrors.CLI_USAGE, `give ${what}: a whole number`)
}

/** An option that must be there. @throws CLI_USAGE */
export function needText(values: OptionValues, name: string): string {
  const value = values[name]
  if (typeof value === 'string' && value !== '') return value
  throw new OpenLedgerError(cliErrors.CLI_USAGE, `--${name} is missing`)
}

/** An option that is a whole number from 0 to `maximum`; `missing` when it is not given. @throws CLI_USAGE */
export function readWhole(values: OptionValues, name: string, maximum: number, missing?: number): number {
  const value = values[name] ?? missing
  const number = typeof value === 'string' && !/^\d+$/.test(value) ? Number.NaN : Number(value)
  if (Number.isInteger(number) && number >= 0 && number <= maximum) return number
  throw new OpenLedgerError(cliErrors.CLI_USAGE, `--${name} takes a whole number from 0 to ${maximum}`)
}

/** An option in wei: a whole number in decimal digits; `missing` when it is not given. @throws CLI_USAGE */
export function readWei(values: OptionValues, name: string, missing?: bigint): bigint {
  const value = values[name]
  if (value === undefined && missing !== undefined) return missing
  if (typeof value === 'string' && /^\d{1,27}$/.test(value)) return BigInt(value)
  throw new OpenLedgerError(cliErrors.CLI_USAGE, `--${name} takes wei: a whole number in digits`)
}
