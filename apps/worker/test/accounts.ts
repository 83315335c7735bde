import { toAddress } from '@openledger/core/primitives/address.ts'
import { mnemonicToAccount } from 'viem/accounts'

const mnemonic = 'test test test test test test test test test test test junk'

/** The development chain's accounts by their part in the tests. */
export const accounts = Object.fromEntries(
  ['deployer', 'operator', 'owner', 'developer', 'payer', 'signer', 'contributor', 'noise'].map(
    (name, addressIndex) => [name, mnemonicToAccount(mnemonic, { addressIndex })],
  ),
) as Record<
  'deployer' | 'operator' | 'owner' | 'developer' | 'payer' | 'signer' | 'contributor' | 'noise',
  ReturnType<typeof mnemonicToAccount>
>

/** Lower-case address of one of them. */
export function addressOf(name: keyof typeof accounts) {
  return toAddress(accounts[name].address)
}
