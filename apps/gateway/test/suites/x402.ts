import { chatChunkSchema, chatResponseSchema } from '@openledger/core/api/chat.ts'
import { paymentRequiredSchema, settlementResponseSchema, walletSchema } from '@openledger/core/api/x402.ts'
import { receiptSchema, verifyReceipt } from '@openledger/core/eip712/receipt.ts'
import { decodeBase64Json } from '@openledger/core/json/base64Json.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { x402Payments } from '@openledger/db/schema/x402Payments.ts'
import { ExactEvmScheme } from '@x402/evm'
import { decodePaymentResponseHeader, wrapFetchWithPayment, x402Client } from '@x402/fetch'
import { eq, sql, sum } from 'drizzle-orm'
import OpenAI from 'openai'
import type { PrivateKeyAccount } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { failure, request } from '../requests.ts'
import { BASE_MODEL, type Stack } from '../stack.ts'
import { stockX402 } from '../stockX402.ts'
import { freshWallet, OPEN, startX402 } from '../x402Stack.ts'

const chat = { model: BASE_MODEL, messages: [{ role: 'user' as const, content: 'Say hello.' }], max_tokens: 8 }

/** What the stock x402 client does, unchanged, and what it leaves in the books. */
export function x402Suite(stack: () => Stack): void {
  let paid: Awaited<ReturnType<typeof startX402>>
  beforeAll(async () => {
    paid = await startX402(stack())
  })
  afterAll(() => paid?.close())

  const stockFetch = (account: PrivateKeyAccount) =>
    stockX402(account, { chainId: 31337, token: stack().deps.chain.addresses.openToken })
  const post = (pay: typeof fetch, body: object) =>
    pay(`${paid.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const books = async (account: PrivateKeyAccount) =>
    walletSchema.parse((await request(paid.url, 'GET', `/v1/wallets/${toAddress(account.address)}`)).json)
  const balance = (account: { address: string }) => stack().chain.openToken.read.balanceOf([toAddress(account.address)])

  test('a request without key and payment is told what this very request can cost', async () => {
    const inputTokens = await stack().engine.countTokens({ base: BASE_MODEL, messages: chat.messages })
    const answer = await request(paid.url, 'POST', '/v1/chat/completions', { body: chat })
    expect(failure(answer)).toEqual({ status: 402, code: 'X402_PAYMENT_REQUIRED' })
    const required = paymentRequiredSchema.parse(decodeBase64Json(answer.headers.get('payment-required') ?? ''))
    const [name, version] = ['OpenLedger', '1']
    expect(required.accepts).toEqual([
      expect.objectContaining({ scheme: 'exact', network: 'eip155:31337', amount: `${inputTokens * 1_000 + 16_000}` }),
    ])
    expect(required.accepts[0]?.extra).toMatchObject({ name, version })
    expect(required.accepts[0]?.payTo.toLowerCase()).toBe(paid.operator)
    expect(required.resource.url).toBe(`${paid.url}/v1/chat/completions`)
    const wrong = await request(paid.url, 'POST', '/v1/chat/completions', { body: { ...chat, model: 'none' } })
    expect(failure(wrong)).toEqual({ status: 404, code: 'MODEL_NOT_FOUND' })
    const keyed = { body: chat, headers: { authorization: 'Bearer ol-wrong' } }
    expect(failure(await request(paid.url, 'POST', '/v1/chat/completions', keyed))).toEqual({
      status: 401,
      code: 'AUTH_KEY_INVALID',
    })
  })

  test('the stock client pays a whole answer; what it did not use comes back, and every wei has its place', async () => {
    const account = await freshWallet(stack(), OPEN)
    const response = await post(stockFetch(account), { ...chat, max_tokens: 60, stop: [' '] })
    expect(response.status).toBe(200)
    const settlement = decodePaymentResponseHeader(response.headers.get('payment-response') ?? '')
    expect(settlement).toMatchObject({ success: true, network: 'eip155:31337', payer: toAddress(account.address) })
    const { status } = await stack().chain.client.getTransactionReceipt({
      hash: settlement.transaction as `0x${string}`,
    })
    expect(status).toBe('success')
    const { choices, openledger } = chatResponseSchema.parse(await response.json())
    expect(choices[0]?.message.content).not.toBe('')
    const receipt = receiptSchema.parse(openledger.receipt)
    const { chainId, addresses } = stack().deps.chain
    await verifyReceipt(
      receipt,
      { chainId, verifyingContract: addresses.settlement },
      openledger.signature ?? '0x',
      paid.operator,
    )
    expect(receipt.channelId).toBe((await paid.house())?.channelId)
    // The escrow takes the house channel's voucher like any other.
    const [row] = await stack().db.select().from(receipts).where(eq(receipts.callId, receipt.callId))
    const voucher = { channelId: receipt.channelId, cumulative: receipt.cumulativeAfter }
    expect(await stack().chain.paymentEscrow.read.checkVoucher([voucher, row?.voucherSignature ?? '0x'])).toBe(0)
    const fee = BigInt(openledger.fee)
    await expect.poll(() => balance(account), { timeout: 20_000 }).toBe(OPEN - fee)
    await expect.poll(() => books(account)).toMatchObject({ payments: 1, fees: `${fee}`, owed: '0' })
    const { paid: sum, returned, returns } = await books(account)
    expect(BigInt(sum)).toBe(fee + BigInt(returned))
    expect(BigInt(returned)).toBeGreaterThan(0n)
    expect(returns).toEqual([{ amount: returned, transaction: expect.stringMatching(/^0x/) }])
  })

  test('the stock client pays a stream: the payment is told before the first word', async () => {
    const account = await freshWallet(stack(), OPEN)
    const response = await post(stockFetch(account), { ...chat, stream: true })
    expect(
      settlementResponseSchema.parse(decodeBase64Json(response.headers.get('payment-response') ?? '')).success,
    ).toBe(true)
    const lines = (await response.text()).split('\n\n').filter((line) => line.startsWith('data: {'))
    const chunks = lines.map((line) => chatChunkSchema.parse(JSON.parse(line.slice(6))))
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).not.toBe('')
    const fee = BigInt(chunks.at(-1)?.openledger?.fee ?? 0)
    expect(fee).toBeGreaterThan(0n)
    await expect.poll(() => balance(account), { timeout: 20_000 }).toBe(OPEN - fee)
  })

  test('an OpenAI client with the stock fetch asks for JSON and for the call of a function', async () => {
    const account = await freshWallet(stack(), OPEN)
    const client = new OpenAI({ baseURL: `${paid.url}/v1`, apiKey: 'x402', fetch: stockFetch(account), maxRetries: 0 })
    const schema = { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] }
    const json = await client.chat.completions.create({
      ...chat,
      max_tokens: 24,
      response_format: { type: 'json_schema', json_schema: { name: 'number', schema } },
    })
    expect(JSON.parse(json.choices[0]?.message.content ?? '')).toHaveProperty('n')
    const parameters = { type: 'object', properties: { city: { type: 'string', maxLength: 12 } }, required: ['city'] }
    const tool = await client.chat.completions.create({
      ...chat,
      max_tokens: 40,
      tools: [
        {
          type: 'function',
          function: { name: 'weather', strict: true, parameters: { ...parameters, additionalProperties: false } },
        },
      ],
      tool_choice: 'required',
    })
    expect(tool.choices[0]?.message.tool_calls?.[0]).toMatchObject({ function: { name: 'weather' } })
    await expect.poll(async () => (await books(account)).payments).toBe(2)
    const fees = [json, tool].reduce((sum, answer) => sum + BigInt(chatResponseSchema.parse(answer).openledger.fee), 0n)
    await expect.poll(() => balance(account), { timeout: 20_000 }).toBe(OPEN - fees)
  })

  test('a payment that comes again, also side by side, is one transfer, one call and the first answer', async () => {
    const account = await freshWallet(stack(), OPEN)
    let header = ''
    const listening: typeof fetch = async (input, init) => {
      const sent = new Request(input, init)
      header = sent.headers.get('payment-signature') ?? header
      // What a client sends that lost the answer: the same request, several times at once.
      if (header === '') return fetch(sent)
      const copies = await Promise.all(Array.from({ length: 5 }, () => fetch(sent.clone())))
      const done = copies.filter(({ status }) => status === 200)
      expect(done.length).toBeGreaterThan(0)
      for (const other of copies.filter(({ status }) => status !== 200))
        expect(await other.json()).toMatchObject({ error: { code: 'X402_PAYMENT_OPEN' } })
      const [first = new Response()] = done
      return first
    }
    const client = new x402Client().register('eip155:*', new ExactEvmScheme(account)).setSpendControls(false)
    const first = await post(wrapFetchWithPayment(listening, client), chat)
    const answer = chatResponseSchema.parse(await first.json())
    const again = await request(paid.url, 'POST', '/v1/chat/completions', {
      body: JSON.stringify(chat),
      headers: { 'payment-signature': header },
    })
    expect(again.headers.get('x-openledger-repeated')).toBe('true')
    expect(again.headers.get('payment-response')).toBe(first.headers.get('payment-response'))
    expect({ ...chatResponseSchema.parse(again.json), created: 0 }).toEqual({ ...answer, created: 0 })
    const other = { body: { ...chat, max_tokens: 7 }, headers: { 'payment-signature': header } }
    expect(failure(await request(paid.url, 'POST', '/v1/chat/completions', other))).toEqual({
      status: 409,
      code: 'X402_PAYMENT_REUSED',
    })
    const fee = BigInt(answer.openledger.fee)
    await expect.poll(() => balance(account), { timeout: 20_000 }).toBe(OPEN - fee)
    await expect.poll(() => books(account)).toMatchObject({ payments: 1, fees: `${fee}`, owed: '0' })
    const id = answer.openledger.callId as `0x${string}`
    expect(await stack().db.$count(receipts, eq(receipts.callId, id))).toBe(1)
    expect(await stack().db.$count(calls, eq(calls.callId, id))).toBe(1)
  })

  test('OpenAPI, llms.txt and the metrics say that payments are taken', async () => {
    const documentSchema = z.object({
      components: z.object({ securitySchemes: z.record(z.string(), z.looseObject({ name: z.string().optional() })) }),
      paths: z.record(
        z.string(),
        z.record(
          z.string(),
          z.looseObject({ security: z.array(z.unknown()), responses: z.record(z.string(), z.unknown()) }),
        ),
      ),
    })
    const { components, paths } = documentSchema.parse((await request(paid.url, 'GET', '/openapi.json')).json)
    expect(components.securitySchemes['x402']?.name).toBe('payment-signature')
    const { security, responses } = paths['/v1/chat/completions']?.['post'] ?? {}
    expect(security).toContainEqual({ x402: [] })
    expect(responses?.['402']).toHaveProperty(['headers', 'payment-required'])
    expect(await (await fetch(`${paid.url}/llms.txt`)).text()).toContain('payment-required')
    expect(await (await fetch(`${stack().url}/llms.txt`)).text()).not.toContain('payment-required')
    expect(await (await fetch(`${paid.url}/metrics`)).text()).toMatch(/^openledger_x402_owed_open 0$/m)
  })

  test('several choices, and completions, are paid by one payment: each choice is a call', async () => {
    const account = await freshWallet(stack(), OPEN)
    const client = new OpenAI({ baseURL: `${paid.url}/v1`, apiKey: 'x402', fetch: stockFetch(account), maxRetries: 0 })
    const { choices } = await client.chat.completions.create({ ...chat, n: 3, temperature: 1, seed: 5 })
    expect(choices).toHaveLength(3)
    const completion = await client.completions.create({ model: BASE_MODEL, prompt: 'Once upon', max_tokens: 5, n: 2 })
    expect(completion.choices).toHaveLength(2)
    await expect.poll(async () => (await books(account)).owed, { timeout: 20_000 }).toBe('0')
    const { payments, fees } = await books(account)
    expect(payments).toBe(2)
    const [{ sum: charged } = { sum: null }] = await stack()
      .db.select({ sum: sum(receipts.fee) })
      .from(x402Payments)
      .innerJoin(receipts, sql`${x402Payments.callIds} ? ${receipts.callId}`)
      .where(eq(x402Payments.wallet, toAddress(account.address)))
    expect(fees).toBe(charged)
    expect(await balance(account)).toBe(OPEN - BigInt(fees))
  })
}
