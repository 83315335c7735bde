import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createUserWallet, type UserWallet } from '@openledger/chain/actions/userWallet.ts'
import { startAnvil } from '@openledger/chain/anvil/startAnvil.ts'
import { type Chain, createChain } from '@openledger/chain/clients/createChain.ts'
import { deployContracts } from '@openledger/chain/deploy/deployContracts.ts'
import { deployParamsSchema } from '@openledger/chain/deploy/deployParams.ts'
import { callRpc } from '@openledger/chain/rpc/callRpc.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { createPublicClient, createWalletClient, type Hex, http, zeroAddress } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { z } from 'zod'

const mnemonic = 'test test test test test test test test test test test junk'

/** A chain of the newest EVM that anvil knows, our contracts on it, and a wallet that holds all OPEN. */
export type GasWorld = {
  readonly chain: Chain
  readonly operator: UserWallet
  readonly payer: UserWallet
  /** Name of the EVM version. */
  readonly hardFork: string
  /** Creates a contract; `data` is its creation code with its arguments. */
  readonly create: (data: Hex) => Promise<`0x${string}`>
}

/** Starts it, hands it to `work` and ends it. Window and delay are the least that a development chain allows. */
export async function withGasWorld<T>(work: (world: GasWorld) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'openledger-bench-gas-'))
  const anvil = await startAnvil({ logFile: join(folder, 'anvil.log') })
  try {
    const holder = mnemonicToAccount(mnemonic, { addressIndex: 0 })
    const transport = http(anvil.rpcUrl)
    const walletClient = createWalletClient({ account: holder, chain: foundry, transport })
    const publicClient = createPublicClient({ chain: foundry, transport, pollingInterval: 50 })
    const address = toAddress(holder.address)
    const params = deployParamsSchema.parse({
      holder: address,
      owner: address,
      challengeWindow_s: 60,
      withdrawalDelay_s: 30,
      priceDelay_s: 10,
      minimumBond: '1000000000000000000000',
      bondShareBps: 1000,
    })
    const addresses = await deployContracts({ walletClient, publicClient, params })
    const chain = createChain({ rpcUrl: anvil.rpcUrl, chainId: 31337, addresses })
    const info = z.object({ hardFork: z.string() }).parse(await callRpc(anvil.rpcUrl, 'anvil_nodeInfo', []))
    return await work({
      chain,
      operator: createUserWallet({ chain, account: holder }),
      payer: createUserWallet({ chain, account: mnemonicToAccount(mnemonic, { addressIndex: 1 }) }),
      hardFork: info.hardFork,
      create: async (data) => {
        const hash = await walletClient.sendTransaction({ to: null, data })
        const receipt = await publicClient.waitForTransactionReceipt({ hash })
        return receipt.contractAddress ?? zeroAddress
      },
    })
  } finally {
    await anvil.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
