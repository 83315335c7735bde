import type { Datanet } from '@openledger/core/api/datanets.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { cliErrors } from '../errors.ts'
import { readNumber } from './readArguments.ts'

/** The version that is named, or the newest. @throws CLI_USAGE when there is none */
export function versionNumber({ slug, versions }: Datanet, named: string | undefined): number {
  const newest = versions.at(-1)?.number
  if (newest === undefined) throw new OpenLedgerError(cliErrors.CLI_USAGE, `${slug} has no version yet`)
  return named === undefined ? newest : readNumber(named, 'the version’s number')
}
