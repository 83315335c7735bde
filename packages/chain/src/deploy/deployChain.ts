import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { createWalletClient, defineChain, http, type LocalAccount } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { z } from 'zod'
import { createPlainClient } from '../clients/createPlainClient.ts'
import { DEV_CHAIN_ID } from '../clients/devChainId.ts'
import { chainErrors } from '../errors.ts'
import { callRpc } from '../rpc/callRpc.ts'
import type { DeployClients } from './deployContracts.ts'

/** Words of the keys that every Ethereum developer has: printed in the manuals of anvil, Hardhat and Ganache. */
const PUBLIC_WORDS = 'test test test test test test test test test test test junk'
/** How many of their keys are looked at. */
const PUBLIC_KEYS = 20

/**
 * Asks an RPC which chain it serves.
 * @param chainId the chain that is meant
 * @throws CHAIN_WRONG_ID, CHAIN_UNREACHABLE, CHAIN_ANSWER_INVALID
 */
export async function assertServes(rpcUrl: string, chainId: number): Promise<void> {
  const answer = z.string().safeParse(await callRpc(rpcUrl, 'eth_chainId', []))
  const found = answer.success && /^0x[0-9a-f]{1,14}$/.test(answer.data) ? Number(answer.data) : undefined
  if (found === undefined)
    throw new OpenLedgerError(chainErrors.CHAIN_ANSWER_INVALID, 'The RPC’s chain id is not a number.')
  if (found === chainId) return
  throw new OpenLedgerError(chainErrors.CHAIN_WRONG_ID, `The RPC serves chain ${found}, not ${chainId}.`, {
    details: { expected: chainId, found },
  })
}

/**
 * Refuses a key that everybody has, but on the development chain.
 * @throws CHAIN_PUBLIC_KEY
 */
export function assertPrivate(account: LocalAccount, chainId: number): void {
  if (chainId === DEV_CHAIN_ID) return
  for (let addressIndex = 0; addressIndex < PUBLIC_KEYS; addressIndex++) {
    if (mnemonicToAccount(PUBLIC_WORDS, { addressIndex }).address !== account.address) continue
    throw new OpenLedgerError(
      chainErrors.CHAIN_PUBLIC_KEY,
      `Everybody has the key of ${account.address}: it is refused on chain ${chainId}.`,
      { details: { account: account.address, chainId } },
    )
  }
}

/** Clients of any EVM chain that send as one account. */
export function deployClients(rpcUrl: string, chainId: number, account: LocalAccount): DeployClients {
  const chain = defineChain({
    id: chainId,
    name: `chain ${chainId}`,
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
  })
  const transport = http(rpcUrl, { retryCount: 2, retryDelay: 100, timeout: 10_000 })
  return {
    walletClient: createWalletClient({ account, chain, transport, pollingInterval: 100 }),
    publicClient: createPlainClient(rpcUrl, chainId),
  }
}
