import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { createPublicClient, createWalletClient, http } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { type Anvil, startAnvil } from '../src/anvil/startAnvil.ts'
import { type Chain, createChain } from '../src/clients/createChain.ts'
import { deployContracts } from '../src/deploy/deployContracts.ts'
import { deployParamsSchema } from '../src/deploy/deployParams.ts'

const mnemonic = 'test test test test test test test test test test test junk'

/** Development account `index` (0 to 9): anvil gives each 10,000 ether for gas. */
export function testAccount(index: number) {
  return mnemonicToAccount(mnemonic, { addressIndex: index })
}

export type TestChain = {
  readonly folder: string
  anvil: Anvil
  chain: Chain
  /** Kills anvil with SIGKILL and starts it again on its state file; `before` may change files in between. */
  killAndRestart(before?: () => void): Promise<void>
  stop(): Promise<void>
}

/** A real chain with all contracts: account 0 owns the supply of OPEN and the settlement. Window 60 s, delay 30 s. */
export async function startTestChain(options: { readonly persistent?: boolean } = {}): Promise<TestChain> {
  const folder = mkdtempSync(join(tmpdir(), 'openledger-chain-'))
  const state = options.persistent ? { stateFile: join(folder, 'state.json') } : {}
  const logFile = join(folder, 'anvil.log')
  const anvil = await startAnvil({ ...state, logFile })
  const owner = testAccount(0)
  const holder = toAddress(owner.address)
  const params = deployParamsSchema.parse({
    holder,
    owner: holder,
    challengeWindow_s: 60,
    withdrawalDelay_s: 30,
    priceDelay_s: 10,
    minimumBond: '1000000000000000000000',
    bondShareBps: 1000,
  })
  const transport = http(anvil.rpcUrl)
  const walletClient = createWalletClient({ account: owner, chain: foundry, transport })
  const publicClient = createPublicClient({ chain: foundry, transport, pollingInterval: 50 })
  const addresses = await deployContracts({ walletClient, publicClient, params })
  await anvil.flush()
  const self: TestChain = {
    folder,
    anvil,
    chain: createChain({ rpcUrl: anvil.rpcUrl, chainId: 31337, addresses }),
    async killAndRestart(before) {
      process.kill(self.anvil.pid, 'SIGKILL')
      await self.anvil.exited
      before?.()
      self.anvil = await startAnvil({ ...state, logFile, port: self.anvil.port })
    },
    async stop() {
      await self.anvil.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return self
}
