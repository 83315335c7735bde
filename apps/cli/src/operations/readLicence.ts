import { sourceLicenceSchema } from '@openledger/core/api/contributions.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { OptionValues } from '../command.ts'
import { cliErrors } from '../errors.ts'

/** The option of commands that contribute. */
export const licenceOption = {
  type: 'string',
  help: 'licence that the records’ source is under, as SPDX names it, e.g. CC-BY-4.0',
} as const

/** Reads `--licence`. @throws CLI_USAGE */
export function readLicence(values: OptionValues): string | undefined {
  if (values['licence'] === undefined) return undefined
  const licence = sourceLicenceSchema.safeParse(values['licence'])
  if (licence.success) return licence.data
  throw new OpenLedgerError(cliErrors.CLI_USAGE, '--licence takes an SPDX expression, e.g. CC-BY-4.0')
}
