import { randomUUID } from 'node:crypto'
import { openDatabase } from '@openledger/db/openDatabase.ts'
import { apiKeys } from '@openledger/db/schema/apiKeys.ts'
import { channels } from '@openledger/db/schema/channels.ts'
import { sessionSigners } from '@openledger/db/schema/sessionSigners.ts'
import { privateKeyToAccount } from 'viem/accounts'
import { sealKey } from '../src/auth/sealKey.ts'
import { recoverCalls } from '../src/calls/recoverCalls.ts'
import { reserveCall } from '../src/calls/reserveCall.ts'
import { settleCall } from '../src/calls/settleCall.ts'
import type { LedgerServices } from '../src/gatewayServices.ts'

/** Reserves and settles calls on one channel, many at a time, until it is killed. argv: the database's folder or url. */
const [where = ''] = process.argv.slice(2)
const { db } = await openDatabase(where.startsWith('postgres:') ? { url: where } : { dataDir: where })
const privateKey = `0x${'7'.repeat(64)}` as const
const signer = privateKeyToAccount(privateKey).address.toLowerCase() as `0x${string}`
const channelId = `0x${'c'.repeat(64)}` as const
const account = `0x${'a'.repeat(40)}` as const
const sealingSecret = new Uint8Array(32).fill(1)
const contract = `0x${'e'.repeat(40)}` as const
const addresses = {
  openToken: contract,
  datanetRegistry: contract,
  modelRegistry: contract,
  paymentEscrow: contract,
  settlement: contract,
  bondVault: contract,
  challenges: contract,
  recordDisputes: contract,
  staking: contract,
  committee: contract,
  trainingFees: contract,
  datanetRatings: contract,
  deployBlock: 0,
}
const services: LedgerServices = {
  db,
  chain: {
    chainId: 31337,
    rpcUrl: '',
    addresses,
    newestBlockTime: async () => 0,
    claimedOf: async () => 0n,
    vaultOf: async () => contract,
    grantExpiry: async () => 0n,
    holdersOf: async () => ({ models: [], datanets: [], pots: [] }),
    takesSignature: async () => false,
    isTrainingPaid: async () => true,
  },
  operator: privateKeyToAccount(`0x${'8'.repeat(64)}`),
  sealingSecret,
  clock: Date,
  ledgerTime: async () => Math.floor(Date.now() / 1000),
  unsealedSigners: new Map(),
}
const silent = () => {}
await recoverCalls({ db, clock: Date, logger: { debug: silent, info: silent, warn: silent, error: silent } })
const row = {
  payer: account,
  operator: account,
  signer,
  signerCap: 10n ** 30n,
  signerExpiry: 10n ** 12n,
  deposit: 10n ** 30n,
  blockNumber: 1n,
}
await db
  .insert(channels)
  .values({ channelId, ...row })
  .onConflictDoNothing()
await db
  .insert(sessionSigners)
  .values({ address: signer, account, privateKey: sealKey(sealingSecret, signer, privateKey) })
  .onConflictDoNothing()
const keyId = randomUUID()
await db.insert(apiKeys).values({ id: keyId, keyHash: `0x${keyId}`, account, channelId, name: 'kill' })

const params = { maxTokens: 9, temperature: 0, topP: 1, seed: null, stop: [] }
const messages = [{ role: 'user' as const, content: 'Hi' }]
const model = {
  modelId: channelId,
  name: 'm',
  price: { version: 1, inputPrice: 3n, outputPrice: 5n },
  adapters: [],
  retrievalVersions: [],
}
const caller = async (seed: number): Promise<void> => {
  for (let turn = seed; ; turn += 1) {
    const prepared = {
      model,
      request: { messages, prompt: messages, params },
      retrieved: [],
      documents: [],
      inputTokens: 4,
      route: 'chat.completions' as const,
    }
    const { call } = await reserveCall(services, { keyId, account, channelId }, prepared)
    const outputTokens = turn % 10
    await settleCall(services, call, {
      answer: 'x'.repeat(outputTokens),
      outputTokens,
      finish: turn % 3 === 0 ? 'cancelled' : 'stop',
    })
    process.stdout.write('.')
  }
}
await Promise.all([0, 1, 2, 3, 4].map(caller))
