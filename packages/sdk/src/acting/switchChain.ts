import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { numberToHex } from 'viem'
import { z } from 'zod'
import { sdkErrors } from '../errors.ts'
import type { WalletProvider } from '../walletSigner.ts'
import { askWallet, walletCode } from './askWallet.ts'

/** Where the contracts stand, as `/v1/info` says it. */
export type WalletChain = { readonly chainId: number; readonly rpcUrl: string }

const chainIdSchema = z.string().regex(/^0x[0-9a-f]+$/i)
/** EIP-3326: the wallet does not know the chain. */
const UNKNOWN_CHAIN = 4902

/**
 * Has a wallet speak to the ledger's chain: switched to (EIP-3326), or added first (EIP-3085) where it is not known.
 *
 * @throws SDK_WALLET_REFUSED, SDK_WALLET_WRONG_CHAIN when the wallet stays where it was
 */
export async function switchChain(provider: WalletProvider, { chainId, rpcUrl }: WalletChain): Promise<void> {
  const what = `Switching the wallet to chain ${chainId}`
  const wanted = numberToHex(chainId)
  const there = async () =>
    Number(await askWallet(provider, { method: 'eth_chainId', params: [], what }, chainIdSchema)) === chainId
  if (await there()) return
  const change = (method: string, parameter: object) =>
    askWallet(provider, { method, params: [parameter], what }, z.unknown())
  try {
    await change('wallet_switchEthereumChain', { chainId: wanted })
  } catch (error) {
    // Some wallets wrap the code in an error of their own.
    const cause = error instanceof OpenLedgerError ? error.cause : error
    const inner = cause instanceof Error ? (walletCode(cause.cause) ?? walletCode(cause)) : walletCode(cause)
    if (inner !== UNKNOWN_CHAIN) throw error
    await change('wallet_addEthereumChain', {
      chainId: wanted,
      chainName: `OpenLedger ${chainId}`,
      nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
      rpcUrls: [rpcUrl],
    })
  }
  if (await there()) return
  throw new OpenLedgerError(sdkErrors.SDK_WALLET_WRONG_CHAIN, `The wallet is not on chain ${chainId}.`)
}
