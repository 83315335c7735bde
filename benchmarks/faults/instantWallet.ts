import type { UserWallet } from '@openledger/chain/actions/userWallet.ts'
import { contractErrorsAbi } from '@openledger/chain/clients/contractErrorsAbi.ts'
import type { Chain } from '@openledger/chain/clients/createChain.ts'
import { signEntry } from '@openledger/chain/publisher/signTransaction.ts'
import { toChainError } from '@openledger/chain/rpc/toChainError.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import type { LocalAccount } from 'viem'

/**
 * A key on a chain that mines each transaction as it comes (anvil) and answers with its receipt: nothing is polled.
 * For benches, which send thousands.
 */
export function instantWallet(chain: Chain, account: LocalAccount): UserWallet {
  const { client, chainId } = chain
  const address = toAddress(account.address)
  return {
    chain,
    address,
    send: async ({ to, data, value = 0n }, what) => {
      try {
        const nonce = await client.getTransactionCount({ address, blockTag: 'pending' })
        const { raw } = await signEntry(client, account, chainId, { to, data, value }, nonce)
        const receipt = await client.sendRawTransactionSync({ serializedTransaction: raw })
        if (receipt.status !== 'success') throw new Error(`${what} reverted in block ${receipt.blockNumber}`)
        return receipt
      } catch (error) {
        throw toChainError(error, what, contractErrorsAbi)
      }
    },
  }
}
