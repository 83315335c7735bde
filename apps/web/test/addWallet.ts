import { createWalletClient, type Hex, hexToString, http, type LocalAccount } from 'viem'
import { foundry } from 'viem/chains'
import { z } from 'zod'
import type { Page } from '../../../packages/core/test/openBrowser.ts'

const askedSchema = z.object({ method: z.string(), params: z.array(z.unknown()).default([]) })
const transactionSchema = z.object({ to: z.custom<Hex>(), data: z.custom<Hex>() })

/** What a wallet did, in order. */
export type Wallet = {
  readonly asked: string[]
  /** The person says no to what is asked next. */
  refuseNext: boolean
}

/**
 * Gives pages a wallet as an extension does (EIP-1193, `window.ethereum`): it holds one key, starts on another chain,
 * does not know the ledger's until it is added, and says yes to everything unless told otherwise.
 */
export async function addWallet(page: Page, rpcUrl: string, account: LocalAccount): Promise<Wallet> {
  const wallet: Wallet = { asked: [], refuseNext: false }
  const client = createWalletClient({ account, chain: foundry, transport: http(rpcUrl) })
  let chainId = '0x1'
  let known = false
  const answer = async (method: string, params: readonly unknown[]): Promise<unknown> => {
    wallet.asked.push(method)
    if (wallet.refuseNext && method === 'eth_sendTransaction') {
      wallet.refuseNext = false
      throw { code: 4001, message: 'User rejected the request.' }
    }
    switch (method) {
      case 'eth_requestAccounts':
        return [account.address]
      case 'eth_chainId':
        return chainId
      case 'wallet_switchEthereumChain':
        if (!known) throw { code: 4902, message: 'Unrecognized chain ID.' }
        chainId = '0x7a69'
        return null
      case 'wallet_addEthereumChain':
        known = true
        chainId = '0x7a69'
        return null
      case 'personal_sign':
        return account.signMessage({ message: hexToString(params[0] as Hex) })
      case 'eth_signTypedData_v4':
        return account.signTypedData(JSON.parse(String(params[1])))
      case 'eth_sendTransaction':
        return client.sendTransaction(transactionSchema.parse(params[0]))
      default:
        return forward(rpcUrl, method, params)
    }
  }
  // Errors cross into the page as data, and are thrown there as wallets throw them.
  await page.exposeFunction('walletAnswers', async (text: string) => {
    const { method, params } = askedSchema.parse(JSON.parse(text))
    return answer(method, params).then(
      (result) => ({ result }),
      (error: unknown) => ({ error }),
    )
  })
  await page.addInitScript(`window.ethereum = { request: async (asked) => {
    const { result, error } = await window.walletAnswers(JSON.stringify(asked))
    if (error !== undefined) throw error
    return result
  } }`)
  return wallet
}

/** Asks the chain, and throws what it says as a wallet does: code, message and data. */
async function forward(rpcUrl: string, method: string, params: readonly unknown[]): Promise<unknown> {
  if (!method.startsWith('eth_')) throw { code: 4200, message: `${method} is not supported.` }
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
  const response = await fetch(rpcUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  const { result, error } = z
    .object({ result: z.unknown(), error: z.unknown() })
    .partial()
    .parse(await response.json())
  if (error !== undefined) throw error
  return result
}
