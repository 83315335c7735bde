import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startAnvil } from '@openledger/chain/anvil/startAnvil.ts'
import { createChain } from '@openledger/chain/clients/createChain.ts'
import { deployContracts } from '@openledger/chain/deploy/deployContracts.ts'
import { deployParamsSchema } from '@openledger/chain/deploy/deployParams.ts'
import { createIndexer } from '@openledger/chain/indexer/createIndexer.ts'
import { createMemoryIndexerStore } from '@openledger/chain/indexer/memoryIndexerStore.ts'
import { silentLogger } from '@openledger/chain/logger.ts'
import { createPublisher } from '@openledger/chain/publisher/createPublisher.ts'
import { createFileJournal } from '@openledger/chain/publisher/fileJournal.ts'
import { callRpc } from '@openledger/chain/rpc/callRpc.ts'
import { createPublicClient, createWalletClient, http } from 'viem'
import { foundry } from 'viem/chains'
import { expect, test } from 'vitest'
import { accounts, addressOf } from '../../test/accounts.ts'
import { runEpoch } from '../epoch/runEpoch.ts'
import type { WorkerDeps } from '../workerDeps.ts'
import { createEpochChain } from './createEpochChain.ts'

test('after a reorganisation below finality everything that pays refuses, and goes on once that is accepted', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'openledger-epochchain-'))
  const anvil = await startAnvil({ logFile: join(folder, 'anvil.log') })
  try {
    const transport = http(anvil.rpcUrl)
    const addresses = await deployContracts({
      walletClient: createWalletClient({ account: accounts.deployer, chain: foundry, transport }),
      publicClient: createPublicClient({ chain: foundry, transport, pollingInterval: 50 }),
      params: deployParamsSchema.parse({
        holder: addressOf('deployer'),
        owner: addressOf('deployer'),
        challengeWindow_s: 60,
        withdrawalDelay_s: 30,
        priceDelay_s: 0,
        minimumBond: '1',
        bondShareBps: 0,
      }),
    })
    const { client, chainId } = createChain({ rpcUrl: anvil.rpcUrl, chainId: 31337, addresses })
    const journal = await createFileJournal(join(folder, 'journal.json'))
    const publisher = createPublisher({ journal, account: accounts.operator, client, chainId, logger: silentLogger })
    const handlers = { apply: async () => {}, rollback: async () => {} }
    const store = createMemoryIndexerStore()
    const reading = { client, addresses, chainId, store, handlers, logger: silentLogger, finalityDepth: 2 }
    const indexer = createIndexer(reading)
    const operator = addressOf('operator')
    const writing = { client, addresses, operator, publisher }
    const chain = createEpochChain({ ...writing, trouble: indexer.trouble })
    await callRpc(anvil.rpcUrl, 'anvil_mine', ['0x4'])
    await indexer.sync()
    chain.assertSound?.()

    await callRpc(anvil.rpcUrl, 'anvil_reorg', [4, []])
    await expect(indexer.sync()).rejects.toMatchObject({ code: 'CHAIN_REORG_TOO_DEEP' })
    const refusal = { code: 'CHAIN_REORG_TOO_DEEP' }
    const deps = { chain } as WorkerDeps
    await expect(runEpoch(deps, 1n, { signal: new AbortController().signal })).rejects.toMatchObject(refusal)
    await expect(chain.collect('collect', [])).rejects.toMatchObject(refusal)
    await expect(chain.ensureBond('bond', 1n)).rejects.toMatchObject(refusal)
    await expect(chain.claim('claim', operator, 1n, [])).rejects.toMatchObject(refusal)
    expect(await journal.get('collect')).toBeUndefined()
    expect(await chain.openDemands()).toEqual([])

    const accepting = createIndexer({ ...reading, acceptReorg: true })
    await accepting.sync()
    await createEpochChain({ ...writing, trouble: accepting.trouble }).collect('collect', [])
    expect(await journal.get('collect')).toMatchObject({ status: 'mined' })
  } finally {
    await anvil.stop()
    await rm(folder, { recursive: true, force: true })
  }
}, 60_000)
