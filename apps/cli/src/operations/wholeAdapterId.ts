import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { OpenLedger } from '@openledger/sdk/index.ts'
import { cliErrors } from '../errors.ts'

/**
 * The whole id of an adapter in the store, of its start.
 * @param what the command, for the message
 * @throws CLI_USAGE when none or several begin so
 */
export async function wholeAdapterId(
  ledger: Pick<OpenLedger, 'listAdapters'>,
  start: string | undefined,
  what: string,
): Promise<string> {
  if (start === undefined || !/^[0-9a-f]{1,64}$/.test(start)) {
    throw new OpenLedgerError(cliErrors.CLI_USAGE, `${what} takes the id of an adapter, or its start`)
  }
  if (start.length === 64) return start
  const { data, damaged } = await ledger.listAdapters()
  const [id, more] = [...data.map((adapter) => adapter.id), ...damaged].filter((known) => known.startsWith(start))
  if (id !== undefined && more === undefined) return id
  const many = id === undefined ? 'no adapter' : 'more than one adapter'
  throw new OpenLedgerError(cliErrors.CLI_USAGE, `${many} of the store begins with ${start}`)
}
