import { hashText } from '@openledger/core/primitives/hash.ts'
import { bytesToHex } from 'viem'
import { type LocalAccount, mnemonicToAccount, privateKeyToAccount } from 'viem/accounts'

const mnemonic = 'test test test test test test test test test test test junk'
const rich = (addressIndex: number): LocalAccount => mnemonicToAccount(mnemonic, { addressIndex })

/** Who acts in the bench; those who send transactions are development accounts with gas. */
export const people = {
  operator: rich(0),
  /** Further operators: they get gas when they come. */
  operators: ['bea', 'cem'].map((name): LocalAccount => privateKeyToAccount(hashText(`operator ${name}`))),
  owners: [rich(1), rich(2)],
  developer: rich(3),
  baseOwner: rich(4),
  payers: [rich(5), rich(6), rich(7), rich(8)],
  watcher: rich(9),
  contributors: ['ada', 'bo', 'cy', 'di', 'ed'].map((name): LocalAccount => privateKeyToAccount(hashText(name))),
} as const

/** The one of a list at an index that the bench knows to be there. */
export function at<T>(list: readonly T[], index: number): T {
  const value = list.at(index)
  if (value === undefined) throw new RangeError(`the bench's ledger has no entry ${index} of ${list.length}`)
  return value
}

/** The watcher's private key, for its key file. */
export function watcherKey(): `0x${string}` {
  const { privateKey } = mnemonicToAccount(mnemonic, { addressIndex: 9 }).getHdKey()
  if (privateKey === null) throw new RangeError('the watcher has no private key')
  return bytesToHex(privateKey)
}

/** Later than anything that the bench waits for, Unix seconds. */
export const FAR = 9_999_999_999n
