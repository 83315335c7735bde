import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { createUserWallet, type UserWallet } from '@openledger/chain/actions/userWallet.ts'
import { startAnvil } from '@openledger/chain/anvil/startAnvil.ts'
import { type Chain, createChain } from '@openledger/chain/clients/createChain.ts'
import { DEV_CHAIN_ID } from '@openledger/chain/clients/devChainId.ts'
import { deployContracts } from '@openledger/chain/deploy/deployContracts.ts'
import { deployParamsSchema } from '@openledger/chain/deploy/deployParams.ts'
import { callRpc } from '@openledger/chain/rpc/callRpc.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { createPublicClient, createWalletClient, http } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { type RpcProxy, startRpcProxy } from '../../packages/chain/test/rpcProxy.ts'

/** A real chain with the contracts, an RPC in front of it that can lie, and a process that waits for its order. */
export type World = {
  readonly folder: string
  readonly chain: Chain
  readonly proxy: RpcProxy
  /** Account 0: has the supply of OPEN. */
  readonly faucet: UserWallet
  rpc(method: string, ...params: readonly unknown[]): Promise<unknown>
  /** The waiting process; the next one starts meanwhile. */
  takeSender(): ChildProcess
  stop(): Promise<void>
}

export async function startWorld(): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'openledger-chainfaults-'))
  const anvil = await startAnvil({ logFile: join(folder, 'anvil.log') })
  const owner = mnemonicToAccount('test test test test test test test test test test test junk')
  const holder = toAddress(owner.address)
  const transport = http(anvil.rpcUrl)
  const addresses = await deployContracts({
    walletClient: createWalletClient({ account: owner, chain: foundry, transport }),
    publicClient: createPublicClient({ chain: foundry, transport, pollingInterval: 50 }),
    params: deployParamsSchema.parse({
      holder,
      owner: holder,
      challengeWindow_s: 60,
      withdrawalDelay_s: 30,
      priceDelay_s: 0,
      minimumBond: '1',
      bondShareBps: 0,
    }),
  })
  const chain = createChain({ rpcUrl: anvil.rpcUrl, chainId: DEV_CHAIN_ID, addresses })
  const proxy = await startRpcProxy(anvil.rpcUrl)
  let waiting = spawnSender()
  return {
    folder,
    chain,
    proxy,
    faucet: createUserWallet({ chain, account: owner }),
    rpc: (method, ...params) => callRpc(anvil.rpcUrl, method, params),
    takeSender() {
      const taken = waiting
      waiting = spawnSender()
      return taken
    },
    async stop() {
      waiting.kill('SIGKILL')
      await proxy.stop()
      await anvil.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function spawnSender(): ChildProcess {
  const script = fileURLToPath(new URL('./sender.ts', import.meta.url))
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script], {
    stdio: ['pipe', 'ignore', 'inherit'],
  })
}
