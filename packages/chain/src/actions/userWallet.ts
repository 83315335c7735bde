import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Address, toAddress } from '@openledger/core/primitives/address.ts'
import type { Hex, LocalAccount, TransactionReceipt } from 'viem'
import type { ContractCall } from '../calls/contractCall.ts'
import { contractErrorsAbi } from '../clients/contractErrorsAbi.ts'
import type { Chain } from '../clients/createChain.ts'
import { chainErrors } from '../errors.ts'
import { createLock } from '../publisher/lock.ts'
import { signEntry } from '../publisher/signTransaction.ts'
import { toChainError } from '../rpc/toChainError.ts'

/** A user's own key on one chain: what the actions send with. */
export type UserWallet = {
  readonly chain: Chain
  readonly address: Address
  /** Sends a call and waits for its block. @throws CHAIN_REVERTED, CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED */
  send(call: ContractCall & { readonly value?: bigint }, what: string): Promise<TransactionReceipt>
}

/** What an action did: `already` when the chain was in the wanted state before. */
export type ActionResult = { readonly status: 'done'; readonly hash: Hex } | { readonly status: 'already' }

/**
 * Opens a user's key for the actions. It keeps nothing: each action first asks the chain whether it is done already,
 * so after a kill the same action is simply called again.
 */
export function createUserWallet(options: { readonly chain: Chain; readonly account: LocalAccount }): UserWallet {
  const { chain, account } = options
  const { client, chainId } = chain
  const address = toAddress(account.address)
  const locked = createLock()
  return {
    chain,
    address,
    send: ({ to, data, value = 0n }, what) =>
      locked(async () => {
        try {
          const nonce = await client.getTransactionCount({ address, blockTag: 'pending' })
          const { raw, hash } = await signEntry(client, account, chainId, { to, data, value }, nonce)
          await client.sendRawTransaction({ serializedTransaction: raw })
          const receipt = await client.waitForTransactionReceipt({ hash, timeout: 60_000 })
          if (receipt.status === 'success') return receipt
          throw new OpenLedgerError(chainErrors.CHAIN_REVERTED, `${what} reverted in block ${receipt.blockNumber}.`, {
            details: { errorName: 'unknown' },
          })
        } catch (error) {
          throw toChainError(error, what, contractErrorsAbi)
        }
      }),
  }
}
