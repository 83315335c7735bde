import { chainErrors } from '@openledger/chain/errors.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import { hex32Schema } from '@openledger/core/primitives/hex.ts'
import { getTypesForEIP712Domain, type Hex } from 'viem'
import { z } from 'zod'
import { sdkErrors } from '../errors.ts'
import type { WalletProvider } from '../walletSigner.ts'
import type { Actor, PendingStore } from './actor.ts'
import { askWallet } from './askWallet.ts'
import { pendingKey } from './pendingKey.ts'
import { switchChain, type WalletChain } from './switchChain.ts'
import { waitForBlock } from './waitForBlock.ts'

const signatureSchema = z.custom<Hex>((value) => typeof value === 'string' && /^0x[0-9a-f]+$/i.test(value))

/**
 * Somebody who signs and sends with a wallet (EIP-1193). Before the wallet asks its owner, the call is tried on the
 * chain, so that what would revert is told in the contract's words and costs nothing.
 *
 * @param options.pending notes hashes of transactions on their way: a page that was loaded again waits for those
 */
export function createWalletActor(options: {
  readonly provider: WalletProvider
  readonly account: Address
  readonly chain: WalletChain
  readonly pending: PendingStore
}): Actor {
  const { provider, account, chain, pending } = options
  return {
    account,
    kind: 'wallet',
    async signTypedData({ domain, types, primaryType, message }) {
      const what = `Signing the ${primaryType}`
      await switchChain(provider, chain)
      const full = { EIP712Domain: getTypesForEIP712Domain({ domain }), ...types }
      const text = JSON.stringify({ domain, message, primaryType, types: full }, (_, value: unknown) =>
        typeof value === 'bigint' ? value.toString() : value,
      )
      return askWallet(provider, { method: 'eth_signTypedData_v4', params: [account, text], what }, signatureSchema)
    },
    async send(call, what) {
      await switchChain(provider, chain)
      const { to, data } = call
      const key = pendingKey(chain.chainId, account, call)
      const transaction = { from: account, to, data }
      const attempt = (block: string) =>
        askWallet(provider, { method: 'eth_call', params: [transaction, block], what }, z.unknown())
      const sent = hex32Schema.safeParse(pending.getItem(key))
      let hash = sent.data
      if (hash === undefined) {
        await attempt('latest')
        const asked = { method: 'eth_sendTransaction', params: [transaction], what }
        hash = await askWallet(provider, asked, hex32Schema)
        pending.setItem(key, hash)
      }
      try {
        const { succeeded, blockNumber } = await waitForBlock(provider, hash, what)
        pending.removeItem(key)
        if (succeeded) return hash
        // Run again as of its block, it says why.
        await attempt(blockNumber)
      } catch (error) {
        const lost = sdkErrors.SDK_TRANSACTION_LOST.code
        if (OpenLedgerError.find(error)?.code === lost) pending.removeItem(key)
        throw error
      }
      throw new OpenLedgerError(chainErrors.CHAIN_REVERTED, `${what} reverted in its block.`, {
        details: { errorName: 'unknown' },
      })
    },
  }
}
