import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { parseEther } from 'viem'
import { cliErrors } from '../errors.ts'

/**
 * An amount of OPEN as people write it, in wei.
 * @param what names it in the error
 * @throws CLI_USAGE when it is no decimal number with at most 18 digits after the point
 */
export function openAmount(text: unknown, what: string): bigint {
  if (typeof text !== 'string' || !/^\d+(\.\d{1,18})?$/.test(text))
    throw new OpenLedgerError(cliErrors.CLI_USAGE, `${what} takes an amount of OPEN`)
  return parseEther(text)
}
