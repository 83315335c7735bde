import { randomUUID } from 'node:crypto'
import { openDatabase } from '@openledger/db/openDatabase.ts'
import { apiKeys } from '@openledger/db/schema/apiKeys.ts'
import { channels } from '@openledger/db/schema/channels.ts'
import { sessionSigners } from '@openledger/db/schema/sessionSigners.ts'
import { privateKeyToAccount } from 'viem/accounts'
import { expect, test } from 'vitest'
import { freshDatabase } from '../../../../packages/db/test/freshDatabase.ts'
import { sealKey } from '../auth/sealKey.ts'
import type { LedgerServices } from '../gatewayServices.ts'
import { reserveCall } from './reserveCall.ts'
import { settleCall } from './settleCall.ts'

const privateKey = `0x${'7'.repeat(64)}` as const
const signer = privateKeyToAccount(privateKey).address.toLowerCase() as `0x${string}`
const channelId = `0x${'c'.repeat(64)}` as const
const account = `0x${'a'.repeat(40)}` as const
const sealingSecret = new Uint8Array(32).fill(1)
const contract = `0x${'e'.repeat(40)}` as const

test("a channel's receipts never go back in time, whatever the clock does", async () => {
  const { db, close } = await openDatabase({ url: await freshDatabase() })
  let now_s = 1_000
  const services: LedgerServices = {
    db,
    chain: {
      chainId: 31337,
      rpcUrl: '',
      addresses: {
        openToken: contract,
        datanetRegistry: contract,
        modelRegistry: contract,
        paymentEscrow: contract,
        settlement: contract,
        bondVault: contract,
        challenges: contract,
        recordDisputes: contract,
        trainingFees: contract,
        datanetRatings: contract,
        staking: contract,
        committee: contract,
        deployBlock: 0,
      },
      newestBlockTime: async () => 0,
      claimedOf: async () => 0n,
      vaultOf: async () => contract,
      grantExpiry: async () => 0n,
      takesSignature: async () => false,
      isTrainingPaid: async () => true,
      holdersOf: async () => ({ models: [], datanets: [], pots: [] }),
    },
    operator: privateKeyToAccount(`0x${'8'.repeat(64)}`),
    sealingSecret,
    clock: Date,
    ledgerTime: async () => now_s,
    unsealedSigners: new Map(),
  }
  const limits = { signerCap: 10n ** 30n, signerExpiry: 10n ** 12n, deposit: 10n ** 30n }
  await db.insert(channels).values({ channelId, payer: account, operator: account, signer, ...limits, blockNumber: 1n })
  await db
    .insert(sessionSigners)
    .values({ address: signer, account, privateKey: sealKey(sealingSecret, signer, privateKey) })
  const keyId = randomUUID()
  await db.insert(apiKeys).values({ id: keyId, keyHash: `0x${keyId}`, account, channelId, name: 'time' })
  const messages = [{ role: 'user' as const, content: 'Hi' }]
  const prepared = {
    model: {
      modelId: channelId,
      name: 'm',
      price: { version: 1, inputPrice: 3n, outputPrice: 5n },
      adapters: [],
      retrievalVersions: [],
    },
    request: { messages, prompt: messages, params: { maxTokens: 9, temperature: 0, topP: 1, seed: null, stop: [] } },
    retrieved: [],
    documents: [],
    inputTokens: 4,
  }
  const times: (bigint | undefined)[] = []
  for (now_s of [1_000, 400, 1_007]) {
    const { call } = await reserveCall(services, { keyId, account, channelId }, prepared)
    const settled = await settleCall(services, call, { answer: 'x', outputTokens: 1, finish: 'stop' })
    times.push(settled?.receipt.time)
  }
  expect(times).toEqual([1_000n, 1_000n, 1_007n])
  await close()
})
