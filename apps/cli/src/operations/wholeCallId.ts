import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { OpenLedger } from '@openledger/sdk/index.ts'
import { cliErrors } from '../errors.ts'

/**
 * A call's id from its start, where that tells it from the other recent calls.
 * @param command whose argument it is, for the message
 * @throws CLI_USAGE
 */
export async function wholeCallId(ledger: OpenLedger, start: string, command: string): Promise<string> {
  if (!/^0x[0-9a-f]{4,64}$/.test(start))
    throw new OpenLedgerError(cliErrors.CLI_USAGE, `${command} takes a call id: 0x and at least four hex digits`)
  if (start.length === 66) return start
  const { data } = await ledger.listCalls({ limit: 1000 })
  const found = data.filter((call) => call.callId.startsWith(start))
  if (found.length !== 1 || found[0] === undefined) {
    throw new OpenLedgerError(
      cliErrors.CLI_USAGE,
      found.length === 0
        ? `No recent call begins with ${start}`
        : `${found.length} calls begin with ${start}: give more of the id`,
    )
  }
  return found[0].callId
}
