import type { Address } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { encodeFunctionData, type Hex, type PublicClient, parseAbi } from 'viem'
import { contractErrorsAbi } from '../clients/contractErrorsAbi.ts'
import { chainErrors } from '../errors.ts'
import { toChainError } from '../rpc/toChainError.ts'

const abi = parseAbi(['function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)'])
/** The selector of `isValidSignature`, padded to a word: the only answer that says yes. */
const YES = `0x1626ba7e${'0'.repeat(56)}`

/**
 * Whether an account's code takes a signature (ERC-1271), as the contracts ask it: accounts without code, and code that
 * fails or answers anything else, do not.
 * @throws CHAIN_UNREACHABLE
 */
export async function takesSignature(
  client: PublicClient,
  question: { readonly account: Address; readonly digest: Hex32; readonly signature: Hex; readonly gas?: bigint },
): Promise<boolean> {
  const { account, digest, signature, gas } = question
  try {
    const code = await client.getCode({ address: account })
    if (code === undefined || code === '0x') return false
    const data = encodeFunctionData({ abi, functionName: 'isValidSignature', args: [digest, signature] })
    return (await client.call({ to: account, data, gas })).data === YES
  } catch (error) {
    const coded = toChainError(error, `Asking ${account} for its signature`, contractErrorsAbi)
    if (coded.code === chainErrors.CHAIN_UNREACHABLE.code) throw coded
    return false
  }
}
