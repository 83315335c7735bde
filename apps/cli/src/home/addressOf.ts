import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Address, addressSchema, toAddress } from '@openledger/core/primitives/address.ts'
import { cliErrors } from '../errors.ts'
import { loadAccount } from './accounts.ts'
import type { HomePaths } from './homePaths.ts'

/**
 * An account given by its name in the state folder or by its address.
 * @throws CLI_USAGE when it is neither a name nor 20 bytes of hex, CLI_ACCOUNT_UNKNOWN
 */
export async function addressOf(paths: HomePaths, who: string): Promise<Address> {
  if (!who.startsWith('0x')) return toAddress((await loadAccount(paths.accounts, who)).account.address)
  const address = addressSchema.safeParse(who.toLowerCase())
  if (address.success) return address.data
  throw new OpenLedgerError(cliErrors.CLI_USAGE, `'${who}' is not an address: 0x and 40 hex digits`)
}
