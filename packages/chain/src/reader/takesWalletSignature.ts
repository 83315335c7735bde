import type { Address } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import {
  encodeDeployData,
  erc6492SignatureValidatorAbi,
  erc6492SignatureValidatorByteCode,
  type Hex,
  type PublicClient,
} from 'viem'
import { isErc6492Signature } from 'viem/utils'
import { contractErrorsAbi } from '../clients/contractErrorsAbi.ts'
import { chainErrors } from '../errors.ts'
import { toChainError } from '../rpc/toChainError.ts'
import { takesSignature } from './takesSignature.ts'

/** Gas that a wallet's code may use to look at a signature: many times what real ones do, and no time at all. */
const GAS = 3_000_000n

/**
 * Whether a contract wallet takes a signature: by its code (ERC-1271), or, where it is not deployed yet and the
 * signature says how it will be, by the code that it is going to have (ERC-6492). Nothing is sent; what the code does
 * happens in one call that is thrown away, within {@link GAS}.
 *
 * @throws CHAIN_UNREACHABLE
 */
export async function takesWalletSignature(
  client: PublicClient,
  question: { readonly account: Address; readonly digest: Hex32; readonly signature: Hex },
): Promise<boolean> {
  const { account, digest, signature } = question
  if (!isErc6492Signature(signature)) return takesSignature(client, { ...question, gas: GAS })
  const data = encodeDeployData({
    abi: erc6492SignatureValidatorAbi,
    args: [account, digest, signature],
    bytecode: erc6492SignatureValidatorByteCode,
  })
  try {
    const answer = (await client.call({ data, gas: GAS })).data
    return answer !== undefined && BigInt(answer) === 1n
  } catch (error) {
    const coded = toChainError(error, `Asking what ${account} will be for its signature`, contractErrorsAbi)
    if (coded.code === chainErrors.CHAIN_UNREACHABLE.code) throw coded
    return false
  }
}
