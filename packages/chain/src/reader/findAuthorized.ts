import type { ContractAddresses } from '@openledger/core/api/addresses.ts'
import type { TransferAuthorization } from '@openledger/core/eip712/transferAuthorization.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { isAddressEqual, type PublicClient } from 'viem'
import { openTokenAbi } from '../abi/openToken.ts'
import { contractErrorsAbi } from '../clients/contractErrorsAbi.ts'
import { readEvents } from '../rpc/readEvents.ts'
import { toChainError } from '../rpc/toChainError.ts'

/** Where an authorisation of a transfer of OPEN (EIP-3009) stands on chain. */
export type AuthorizedTransfer =
  /** Its nonce is free: it may still be handed in. */
  | { readonly status: 'unused' }
  /** The very transfer is in a block, whoever handed it in. */
  | { readonly status: 'paid'; readonly transaction: Hex32; readonly blockNumber: bigint }
  /** Its nonce is used, but not by this transfer: cancelled, or another one under the same nonce. */
  | { readonly status: 'spoilt' }

/**
 * Looks up what became of an authorisation. The token logs `AuthorizationUsed` and, next, the transfer: a pair of the
 * right amount between the right accounts is the payment.
 *
 * @param fromBlock where to look from; the deployment's first block unless given
 * @throws CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED, CHAIN_ANSWER_INVALID
 */
export async function findAuthorized(
  client: PublicClient,
  addresses: ContractAddresses,
  authorization: Pick<TransferAuthorization, 'from' | 'to' | 'value' | 'nonce'>,
  fromBlock = BigInt(addresses.deployBlock),
): Promise<AuthorizedTransfer> {
  const { from, to, value, nonce } = authorization
  const token = { abi: openTokenAbi, address: addresses.openToken } as const
  try {
    const isUsed = await client.readContract({ ...token, functionName: 'authorizationState', args: [from, nonce] })
    if (!isUsed) return { status: 'unused' }
    const args = { authorizer: from, nonce }
    const [used] = await readEvents(client, { ...token, eventName: 'AuthorizationUsed', args, fromBlock })
    if (used === undefined) return { status: 'spoilt' }
    const { blockNumber, transactionHash, logIndex } = used
    const place = { fromBlock: blockNumber, toBlock: blockNumber }
    const transfers = await readEvents(client, { ...token, eventName: 'Transfer', args: { from, to }, ...place })
    const isPaid = transfers.some(
      (transfer) =>
        transfer.transactionHash === transactionHash &&
        transfer.logIndex === logIndex + 1 &&
        isAddressEqual(transfer.args.from, from) &&
        isAddressEqual(transfer.args.to, to) &&
        transfer.args.value === value,
    )
    return isPaid ? { status: 'paid', transaction: transactionHash, blockNumber } : { status: 'spoilt' }
  } catch (error) {
    throw toChainError(error, 'Looking for a transfer that was authorised', contractErrorsAbi)
  }
}
