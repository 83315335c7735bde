import { randomUUID } from 'node:crypto'
import type { Database } from '@openledger/db/database.ts'
import type { RunStatement } from '@openledger/db/runStatement.ts'
import { apiKeys } from '@openledger/db/schema/apiKeys.ts'
import { channels } from '@openledger/db/schema/channels.ts'
import { sessionSigners } from '@openledger/db/schema/sessionSigners.ts'
import { privateKeyToAccount } from 'viem/accounts'
import type { KeyOwner } from '../src/auth/findKey.ts'
import { sealKey } from '../src/auth/sealKey.ts'
import type { PreparedCall } from '../src/calls/prepareCall.ts'
import { type ReservedCall, reserveCalls } from '../src/calls/reserveCalls.ts'
import type { LedgerServices } from '../src/gatewayServices.ts'
import { createCallLedger } from '../src/ledger/createCallLedger.ts'

const privateKey = `0x${'7'.repeat(64)}` as const
const signer = privateKeyToAccount(privateKey).address.toLowerCase() as `0x${string}`
const account = `0x${'a'.repeat(40)}` as const
const sealingSecret = new Uint8Array(32).fill(1)
const contract = `0x${'e'.repeat(40)}` as const

/** What moves a call's money, over a database and nothing else. */
export function ledgerServices(opened: { readonly db: Database; readonly run: RunStatement }): LedgerServices {
  return {
    db: opened.db,
    ledger: createCallLedger(opened),
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
      head: async () => ({ number: 0n, time: 0n }),
      bondOf: async () => ({ amount: 0n, locked: 0n }),
      challengesOf: async () => ({ standing: 'none', posts: 0, poster: undefined, demands: [], requests: [] }),
      stakesOf: async () => [],
      newestBlockTime: async () => 0,
      claimedOf: async () => 0n,
      vaultOf: async () => contract,
      grantExpiry: async () => 0n,
      committedTexts: async () => undefined,
      openOf: async () => 0n,
      gasNeed: async () => 0n,
      etherOf: async () => 0n,
      takesSignature: async () => false,
      takesWalletSignature: async () => false,
      isTrainingPaid: async () => true,
      holdersOf: async () => ({ models: [], datanets: [], pots: [] }),
    },
    operator: privateKeyToAccount(`0x${'8'.repeat(64)}`),
    sealingSecret,
    clock: Date,
    ledgerTime: async () => Math.floor(Date.now() / 1000),
    unsealedSigners: new Map(),
  }
}

/** A channel on chain with a deposit that doesn't run out unless given, and a key of it. */
export async function openPaidChannel(
  db: Database,
  more: Partial<typeof channels.$inferInsert> = {},
  limits: Partial<typeof apiKeys.$inferInsert> = {},
): Promise<KeyOwner> {
  const channelId = more.channelId ?? (`0x${'c'.repeat(64)}` as const)
  const wide = { signerCap: 10n ** 30n, signerExpiry: 10n ** 12n, deposit: 10n ** 30n }
  await db
    .insert(channels)
    .values({ channelId, payer: account, operator: account, signer, ...wide, blockNumber: 1n, ...more })
    .onConflictDoNothing()
  await db
    .insert(sessionSigners)
    .values({ address: signer, account, privateKey: sealKey(sealingSecret, signer, privateKey) })
    .onConflictDoNothing()
  const keyId = randomUUID()
  await db.insert(apiKeys).values({ id: keyId, keyHash: `0x${keyId}`, account, channelId, name: 'paid', ...limits })
  return { keyId, account, channelId, signing: 'gateway' }
}

/** A call with 4 input tokens at 3 wei and at most 9 output tokens at 5 wei: 57 wei are reserved. */
export function preparedCall(content = 'Hi'): PreparedCall {
  const messages = [{ role: 'user' as const, content }]
  return {
    model: {
      name: 'm',
      kind: 'text',
      components: [
        {
          modelId: `0x${'d'.repeat(64)}`,
          scalePpm: 1_000_000,
          price: { version: 1, inputPrice: 3n, outputPrice: 5n },
        },
      ],
      adapters: [],
      retrievalVersions: [],
    },
    request: { messages, prompt: messages, params: { maxTokens: 9, temperature: 0, topP: 1, seed: null, stop: [] } },
    retrieved: [],
    documents: [],
    inputTokens: 4,
  }
}

/** Reserves {@link preparedCall}, or another, alone. */
export async function reserveOne(
  services: LedgerServices,
  key: KeyOwner,
  prepared: PreparedCall = preparedCall(),
): Promise<ReservedCall> {
  const { calls } = await reserveCalls(services, key, [prepared])
  return calls[0]
}
