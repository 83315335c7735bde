import { randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { openChannel } from '@openledger/chain/actions/openChannel.ts'
import { transferOpen } from '@openledger/chain/actions/transferOpen.ts'
import { createUserWallet } from '@openledger/chain/actions/userWallet.ts'
import { type Receipt, receiptSchema, receiptTypedData } from '@openledger/core/eip712/receipt.ts'
import { voucherTypedData } from '@openledger/core/eip712/voucher.ts'
import { canonicalJson } from '@openledger/core/json/canonicalJson.ts'
import { callFee } from '@openledger/core/payout/callFee.ts'
import { saltedHash } from '@openledger/core/primitives/hash.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { adapters } from '@openledger/db/schema/adapters.ts'
import { apiKeys } from '@openledger/db/schema/apiKeys.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { channels } from '@openledger/db/schema/channels.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { eq } from 'drizzle-orm'
import { bytesToHex } from 'viem'
import { z } from 'zod'
import { accounts, addressOf } from './accounts.ts'
import { fixturePrice } from './fixtureModel.ts'
import type { Stack } from './stack.ts'

/** A payer's open channel with a key. */
export type TestChannel = { readonly channelId: Hex32; readonly apiKeyId: string }

/** Opens the payer's channel on chain and in the database. */
export async function openTestChannel(stack: Stack): Promise<TestChannel> {
  const { db } = stack.deps
  const amount = 10n ** 19n
  const treasury = createUserWallet({ chain: stack.chain, account: accounts.deployer })
  for (const name of ['payer', 'operator'] as const) {
    await transferOpen(treasury, { to: addressOf(name), balanceAtLeast: 10n ** 23n })
  }
  const terms = {
    operator: addressOf('operator'),
    signer: addressOf('signer'),
    cap: amount,
    expiry: 4_000_000_000n,
    amount,
  }
  const payer = createUserWallet({ chain: stack.chain, account: accounts.payer })
  const { channelId } = await openChannel(payer, terms)
  const apiKeyId = randomUUID()
  await db.insert(channels).values({
    channelId,
    payer: addressOf('payer'),
    operator: terms.operator,
    signer: terms.signer,
    signerCap: amount,
    signerExpiry: terms.expiry,
    deposit: amount,
    blockNumber: 1n,
  })
  await db.insert(apiKeys).values({
    id: apiKeyId,
    keyHash: bytesToHex(randomBytes(32)),
    account: addressOf('payer'),
    channelId,
    name: 'test',
  })
  return { channelId, apiKeyId }
}

/** A model's part of an ensemble. */
export type EnsemblePart = { readonly modelId: Hex32; readonly scalePpm: number }

/**
 * Asks the model a question, answers with the engine, and leaves call and receipt as the gateway would.
 * @param asked a model, or an ensemble of registrations of the one adapter there is: it answers with the sum of the scales
 */
export async function payCall(
  stack: Stack,
  channel: TestChannel,
  asked: Hex32 | readonly [EnsemblePart, ...EnsemblePart[]],
  question: string,
): Promise<{ callId: Hex32; answer: string; fee: bigint }> {
  const { db, engine, baseModel, modelsDir, chainId } = stack.deps
  const [adapter] = await db.select().from(adapters)
  if (!adapter) throw new TypeError('no adapter is trained')
  const parts = typeof asked === 'string' ? ([{ modelId: asked, scalePpm: 1_000_000 }] as const) : asked
  const scale = parts.reduce((sum, { scalePpm }) => sum + scalePpm, 0) / 1_000_000
  const messages = [{ role: 'user' as const, content: question }]
  let answer = ''
  let inputTokens = 0
  let outputTokens = 0
  const path = join(modelsDir, adapter.dir, 'adapter.gguf')
  const request = {
    base: baseModel.id,
    adapters: [{ id: adapter.adapterHash, path, scale }],
    messages,
    params: { maxTokens: 24 },
  }
  for await (const event of engine.generate(request)) {
    if (event.type === 'token') answer += event.text
    if (event.type === 'end') [inputTokens, outputTokens] = [event.inputTokens, event.outputTokens]
  }
  const callId = bytesToHex(randomBytes(32))
  const salt = bytesToHex(randomBytes(32))
  const { fee } = callFee(
    { inputTokens, outputTokens },
    parts.map(({ scalePpm }) => ({ scalePpm, price: fixturePrice })),
  )
  const params = { maxTokens: 24, temperature: 0, topP: 1, seed: null, stop: [] }
  await db.transaction(async (transaction) => {
    const [row] = await transaction.select().from(channels).where(eq(channels.channelId, channel.channelId))
    if (!row) throw new TypeError('no channel')
    const receipt: Receipt = {
      callId,
      channelId: channel.channelId,
      sequence: row.lastSequence + 1n,
      cumulativeBefore: row.used,
      cumulativeAfter: row.used + fee,
      components: parts.map((part) => ({ ...part, priceVersion: 1 })),
      retrievedVersions: [],
      requestHash: saltedHash(salt, canonicalJson(messages)),
      responseHash: saltedHash(salt, answer),
      inputTokens,
      outputTokens,
      fee,
      time: BigInt(Math.floor(Date.now() / 1000)),
    }
    const { settlement, paymentEscrow } = stack.chain.addresses
    const voucher = { channelId: channel.channelId, cumulative: receipt.cumulativeAfter }
    await transaction.insert(calls).values({
      callId,
      apiKeyId: channel.apiKeyId,
      channelId: channel.channelId,
      modelId: parts[0].modelId,
      status: 'settled',
      reservedAmount: fee,
      request: { messages, prompt: messages, params },
      answer,
      salt,
      retrieved: [],
      priceVersion: 1,
      inputTokens,
      outputTokens,
      startedAt: new Date(),
    })
    await transaction.insert(receipts).values({
      callId,
      channelId: channel.channelId,
      sequence: receipt.sequence,
      receipt: z.encode(receiptSchema, receipt),
      signature: await accounts.operator.signTypedData(
        receiptTypedData(receipt, { chainId, verifyingContract: settlement }),
      ),
      voucherSignature: await accounts.signer.signTypedData(
        voucherTypedData(voucher, { chainId, verifyingContract: paymentEscrow }),
      ),
      fee,
      cumulativeAfter: receipt.cumulativeAfter,
    })
    await transaction
      .update(channels)
      .set({ used: receipt.cumulativeAfter, lastSequence: receipt.sequence })
      .where(eq(channels.channelId, channel.channelId))
  })
  return { callId, answer, fee }
}
