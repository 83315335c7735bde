import { openChannel } from '@openledger/chain/actions/openChannel.ts'
import { requestWithdrawal } from '@openledger/chain/actions/requestWithdrawal.ts'
import { transferOpen } from '@openledger/chain/actions/transferOpen.ts'
import { callSchema } from '@openledger/core/api/calls.ts'
import { chatResponseSchema } from '@openledger/core/api/chat.ts'
import { type CallEvidence, callEvidenceSchema } from '@openledger/core/api/generation.ts'
import { createdKeySchema } from '@openledger/core/api/keys.ts'
import { voucherTypedData } from '@openledger/core/eip712/voucher.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { apiKeys } from '@openledger/db/schema/apiKeys.ts'
import { channels } from '@openledger/db/schema/channels.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { createOpenLedger, payingFetch } from '@openledger/sdk/index.ts'
import { desc, eq } from 'drizzle-orm'
import OpenAI from 'openai'
import { generatePrivateKey, type LocalAccount, privateKeyToAccount } from 'viem/accounts'
import { beforeAll, describe, expect, test } from 'vitest'
import { recoverCalls } from '../../src/calls/recoverCalls.ts'
import { failure, openCredit, request, signedRequest } from '../requests.ts'
import { BASE_MODEL, type Stack, testAccount } from '../stack.ts'

const PAYER = 7
const messages = [{ role: 'user' as const, content: 'Name three colours.' }]

/** Vouchers that the payer signs, call by call: the key that may spend never reaches the gateway. */
export function localVoucherSuite(stack: () => Stack): void {
  describe('vouchers signed by the payer', () => localVouchers(stack))
}

/** A channel of the payer's with a signer that the gateway does not hold, and a key for it. */
async function openLocal(stack: Stack, amount = 10n ** 18n) {
  const signer = privateKeyToAccount(generatePrivateKey())
  const payer = testAccount(PAYER)
  const balance = await stack.chain.openToken.read.balanceOf([toAddress(payer.address)])
  await transferOpen(stack.wallet(0), { to: toAddress(payer.address), balanceAtLeast: balance + amount })
  const { channelId } = await openChannel(stack.wallet(PAYER), {
    operator: toAddress(stack.deps.operator.address),
    signer: toAddress(signer.address),
    cap: 10n ** 30n,
    expiry: BigInt(Math.floor(Date.now() / 1000) + 86_400),
    amount,
  })
  await stack.indexer.sync()
  const asked = { channelId, name: 'local', signing: 'local' }
  const made = await signedRequest(stack.url, payer, 'POST', '/v1/keys', asked)
  const { apiKey, keyId } = createdKeySchema.parse(made.json)
  return { signer, channelId, apiKey, keyId }
}

function localVouchers(stack: () => Stack): void {
  let local: Awaited<ReturnType<typeof openLocal>>
  beforeAll(async () => {
    local = await openLocal(stack())
  })
  const ask = (apiKey: string, body: object = {}, headers: Record<string, string> = {}) =>
    request(stack().url, 'POST', '/v1/chat/completions', {
      body: { model: BASE_MODEL, messages, max_tokens: 4, ...body },
      headers: { authorization: `Bearer ${apiKey}`, ...headers },
    })
  const sendVoucher = (apiKey: string, callId: string, signature: string) =>
    request(stack().url, 'POST', `/v1/calls/${callId}/voucher`, {
      body: { signature },
      headers: { authorization: `Bearer ${apiKey}` },
    })
  const sign = (by: LocalAccount, channelId: `0x${string}`, cumulative: bigint) =>
    by.signTypedData(
      voucherTypedData(
        { channelId, cumulative },
        { chainId: 31337, verifyingContract: stack().chain.addresses.paymentEscrow },
      ),
    )
  const booksOf = async ({ channelId, keyId }: typeof local) => {
    const [channel] = await stack().db.select().from(channels).where(eq(channels.channelId, channelId))
    const [key] = await stack().db.select().from(apiKeys).where(eq(apiKeys.id, keyId))
    const kept = await stack()
      .db.select()
      .from(receipts)
      .where(eq(receipts.channelId, channelId))
      .orderBy(desc(receipts.sequence))
    return { channel, key, receipts: kept }
  }
  const evidenceOf = (json: unknown) => chatResponseSchema.parse(json).openledger

  test('a stock client pays through payingFetch, whole and streamed; the escrow takes what was signed', async () => {
    const ledger = await createOpenLedger({ gatewayUrl: stack().url })
    const told: CallEvidence[] = []
    const fetch = payingFetch({ ledger, ...local, maxFee: 10n ** 15n, onReceipt: (one) => told.push(one) })
    const client = new OpenAI({ ...ledger.openAiOptions(local.apiKey), fetch, maxRetries: 0 })
    const whole = await client.chat.completions.create({ model: BASE_MODEL, messages, max_tokens: 4 })
    const { receipt, due } = evidenceOf(whole)
    expect(receipt?.sequence).toBe('1')
    expect(due).toBeUndefined()
    let last: unknown
    let text = ''
    const stream = await client.chat.completions.create({ model: BASE_MODEL, messages, max_tokens: 4, stream: true })
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? ''
      last = chunk
    }
    expect(text).toBe(whole.choices[0]?.message.content)
    expect(last).toMatchObject({ openledger: { receipt: { sequence: '2' } } })
    expect(told.map((one) => one.receipt?.sequence)).toEqual(['1', '2'])

    const { channel, key, receipts: kept } = await booksOf(local)
    const cumulative = kept[0]?.cumulativeAfter ?? 0n
    expect(channel).toMatchObject({ used: cumulative, reserved: 0n, lastSequence: 2n })
    expect(key).toMatchObject({ used: cumulative, reserved: 0n })
    const voucher = { channelId: local.channelId, cumulative }
    expect(await stack().chain.paymentEscrow.read.checkVoucher([voucher, kept[0]?.voucherSignature ?? '0x'])).toBe(0)
  })

  test('a call that is not paid blocks the next, and only its very voucher pays it, once', async () => {
    const { callId, due, receipt, fee } = evidenceOf((await ask(local.apiKey)).json)
    if (due === undefined) throw new Error('no voucher is due')
    expect(receipt).toBeNull()
    expect(fee).toBe(due.fee)
    const before = await booksOf(local)
    expect(before.channel?.reserved).toBeGreaterThanOrEqual(BigInt(due.fee))
    expect(failure(await ask(local.apiKey))).toEqual({ status: 402, code: 'PAYMENT_VOUCHER_DUE' })

    const [cumulative, stranger] = [BigInt(due.cumulative), privateKeyToAccount(generatePrivateKey())]
    const good = await sign(local.signer, local.channelId, cumulative)
    const bad = [
      await sign(stranger, local.channelId, cumulative),
      await sign(testAccount(PAYER), local.channelId, cumulative),
      await sign(local.signer, local.channelId, cumulative - 1n),
      await sign(local.signer, local.channelId, cumulative + 1n),
      await sign(local.signer, `0x${'d'.repeat(64)}`, cumulative),
      twin(good),
    ]
    for (const signature of bad)
      expect(failure(await sendVoucher(local.apiKey, callId, signature))).toEqual({
        status: 400,
        code: 'PAYMENT_VOUCHER_INVALID',
      })
    const { apiKey: foreign } = await openCredit(stack(), 8, 10n ** 18n)
    expect(failure(await sendVoucher(foreign, callId, good)).code).toBe('CALL_NOT_FOUND')
    expect(
      failure(await request(stack().url, 'POST', `/v1/calls/${callId}/voucher`, { body: { signature: good } })).status,
    ).toBe(401)
    expect(await booksOf(local)).toEqual(before)
    const shown = await request(stack().url, 'GET', `/v1/calls/${callId}`)
    expect(callSchema.parse(shown.json)).toMatchObject({ status: 'unpaid', receipt: null })
    expect(callSchema.parse(shown.json).due).toBeUndefined()

    // A restart in between forgets neither the call nor what is set aside for it.
    await recoverCalls(stack().deps)
    expect(await booksOf(local)).toEqual(before)

    const paid = await Promise.all(Array.from({ length: 5 }, () => sendVoucher(local.apiKey, callId, good)))
    const evidence = paid.map(({ json }) => callEvidenceSchema.parse(json))
    expect(new Set(evidence.map((one) => JSON.stringify(one))).size).toBe(1)
    expect(evidence[0]).toMatchObject({ fee: due.fee, receipt: { cumulativeAfter: due.cumulative } })
    const after = await booksOf(local)
    expect(after.receipts).toHaveLength(before.receipts.length + 1)
    expect(after.channel).toMatchObject({ used: cumulative, reserved: 0n })
    // A signature of anybody gets nothing for a call that is paid, and changes nothing.
    expect((await sendVoucher(local.apiKey, callId, bad[0] ?? '0x')).json).toEqual(evidence[0])
    expect(await booksOf(local)).toEqual(after)
  })

  test('one call at a time, one choice a request; a repeated request gets the first answer, to be paid and paid', async () => {
    expect(failure(await ask(local.apiKey, { n: 2 }))).toEqual({ status: 400, code: 'REQUEST_INVALID' })
    const headers = { 'idempotency-key': 'local 1' }
    const both = await Promise.all([ask(local.apiKey, {}, headers), ask(local.apiKey)])
    const refused = both.find(({ status }) => status !== 200)
    expect(['PAYMENT_CALL_OPEN', 'PAYMENT_VOUCHER_DUE']).toContain(refused && failure(refused).code)
    const { callId, due } = evidenceOf(both.find(({ status }) => status === 200)?.json)
    if (due === undefined) throw new Error('no voucher is due')
    const pay = async () =>
      sendVoucher(local.apiKey, callId, await sign(local.signer, local.channelId, BigInt(due.cumulative)))
    const isNamed = both[0]?.status === 200
    if (isNamed) {
      const again = await ask(local.apiKey, {}, headers)
      expect(again.headers.get('x-openledger-repeated')).toBe('true')
      expect(evidenceOf(again.json)).toMatchObject({ callId, due, receipt: null })
    }
    expect((await pay()).status).toBe(200)
    if (isNamed)
      expect(evidenceOf((await ask(local.apiKey, {}, headers)).json)).toMatchObject({
        callId,
        receipt: { cumulativeAfter: due.cumulative },
      })
  })

  test('an answer that is cut is paid before the next call, by the same fetch', async () => {
    const ledger = await createOpenLedger({ gatewayUrl: stack().url })
    const told: string[] = []
    const onReceipt = ({ callId }: CallEvidence) => void told.push(callId)
    const fetch = payingFetch({ ledger, ...local, maxFee: 10n ** 15n, onReceipt })
    const client = new OpenAI({ ...ledger.openAiOptions(local.apiKey), fetch, maxRetries: 0 })
    const hangUp = new AbortController()
    const asked = { model: BASE_MODEL, messages, max_tokens: 200, stream: true } as const
    const stream = await client.chat.completions.create(asked, { signal: hangUp.signal })
    for await (const _ of stream) break
    hangUp.abort()
    await expect.poll(async () => failure(await ask(local.apiKey)).code).toBe('PAYMENT_VOUCHER_DUE')
    await client.chat.completions.create({ model: BASE_MODEL, messages, max_tokens: 2 })
    expect(told).toHaveLength(2)
    const { channel, receipts: kept } = await booksOf(local)
    expect(channel).toMatchObject({ used: kept[0]?.cumulativeAfter, reserved: 0n })
  })

  test('money that was asked back in between brings no receipt: the escrow would not give it', async () => {
    const short = await openLocal(stack(), 10n ** 16n)
    const { callId, due } = evidenceOf((await ask(short.apiKey)).json)
    if (due === undefined) throw new Error('no voucher is due')
    await requestWithdrawal(stack().wallet(PAYER), { channelId: short.channelId, amount: 10n ** 16n })
    await stack().indexer.sync()
    const signature = await sign(short.signer, short.channelId, BigInt(due.cumulative))
    expect(failure(await sendVoucher(short.apiKey, callId, signature))).toEqual({
      status: 402,
      code: 'PAYMENT_INSUFFICIENT_CREDIT',
    })
    expect((await booksOf(short)).receipts).toEqual([])
  })

  test('a key says who signs, and the channel has to fit', async () => {
    const { url } = stack()
    const asked = (body: object) => signedRequest(url, testAccount(PAYER), 'POST', '/v1/keys', { name: 'x', ...body })
    const { channelId } = await openCredit(stack(), PAYER, 10n ** 18n)
    expect(failure(await asked({ channelId, signing: 'local' })).code).toBe('KEY_CHANNEL_FOREIGN')
    expect(failure(await asked({ channelId: local.channelId })).code).toBe('KEY_CHANNEL_FOREIGN')
  })
}

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

/** The other signature of the same key for the same words: the escrow refuses it. */
function twin(signature: `0x${string}`): `0x${string}` {
  const [r, s, v] = [signature.slice(2, 66), BigInt(`0x${signature.slice(66, 130)}`), signature.slice(130)]
  return `0x${r}${(ORDER - s).toString(16).padStart(64, '0')}${v === '1b' ? '1c' : '1b'}`
}
