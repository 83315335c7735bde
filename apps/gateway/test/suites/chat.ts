import { callSchema } from '@openledger/core/api/calls.ts'
import { chatChunkSchema, chatResponseSchema } from '@openledger/core/api/chat.ts'
import { receiptSchema, verifyReceipt } from '@openledger/core/eip712/receipt.ts'
import { verifyVoucher } from '@openledger/core/eip712/voucher.ts'
import { canonicalJson } from '@openledger/core/json/canonicalJson.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { saltedHash } from '@openledger/core/primitives/hash.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { eq } from 'drizzle-orm'
import OpenAI from 'openai'
import { expect, test } from 'vitest'
import { failure, openCredit, request } from '../requests.ts'
import { BASE_MODEL, type Stack } from '../stack.ts'

const OPEN = 10n ** 18n

/** Calls through the stock OpenAI client: answers, receipts, who may read what. */
export function chatSuite(stack: () => Stack): void {
  test('the stock client chats, streams and lists models; receipts form a chain that anyone can check', async () => {
    const { url, db, deps } = stack()
    const credit = await openCredit(stack(), 2, OPEN)
    const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: credit.apiKey, maxRetries: 0 })
    const names = (await client.models.list()).data.map(({ id }) => id)
    expect(names).toContain(BASE_MODEL)
    expect((await client.models.retrieve(BASE_MODEL)).id).toBe(BASE_MODEL)

    const messages = [{ role: 'user' as const, content: 'Say hello.' }]
    const whole = await client.chat.completions.create({ model: BASE_MODEL, messages, max_tokens: 12 })
    const { choices, usage, openledger } = chatResponseSchema.parse(whole)
    const answer = choices[0]?.message.content ?? ''
    expect(answer).not.toBe('')

    const stream = await client.chat.completions.create({
      model: BASE_MODEL,
      messages,
      max_tokens: 12,
      stream: true,
      stream_options: { include_usage: true },
    })
    const chunks = []
    for await (const chunk of stream) chunks.push(chatChunkSchema.parse(chunk))
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toBe(answer)
    expect(chunks.at(-1)?.usage).toEqual(usage)
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe(choices[0]?.finish_reason)
    expect(chunks.filter((chunk) => chunk.openledger !== undefined)).toHaveLength(1)

    const [first, second] = [openledger.receipt, chunks.at(-1)?.openledger?.receipt].map((receipt) =>
      receiptSchema.parse(receipt),
    )
    if (first === undefined || second === undefined) throw new Error('no receipts')
    expect([first.sequence, second.sequence]).toEqual([1n, 2n])
    expect(second.cumulativeBefore).toBe(first.cumulativeAfter)
    expect(first.fee).toBe(BigInt(first.inputTokens) * 1_000n + BigInt(first.outputTokens) * 2_000n)
    expect(first.inputTokens).toBe(usage.prompt_tokens)
    expect(first.requestHash).toBe(saltedHash(openledger.salt, canonicalJson(messages)))
    expect(first.responseHash).toBe(saltedHash(openledger.salt, answer))
    const { chainId, addresses } = deps.chain
    if (openledger.signature === null) throw new Error('no signature')
    await verifyReceipt(
      first,
      { chainId, verifyingContract: addresses.settlement },
      openledger.signature,
      toAddress(deps.operator.address),
    )
    const [row] = await db.select().from(receipts).where(eq(receipts.callId, second.callId))
    const voucher = { channelId: credit.channelId, cumulative: second.cumulativeAfter }
    await verifyVoucher(
      voucher,
      { chainId, verifyingContract: addresses.paymentEscrow },
      row?.voucherSignature ?? '0x',
      credit.signer,
    )
    expect(await stack().chain.paymentEscrow.read.checkVoucher([voucher, row?.voucherSignature ?? '0x'])).toBe(0)

    const mine = callSchema.parse(
      (
        await request(url, 'GET', `/v1/calls/${first.callId}`, {
          headers: { authorization: `Bearer ${credit.apiKey}` },
        })
      ).json,
    )
    expect(mine).toMatchObject({ status: 'settled', answer, salt: openledger.salt, messages })
    const foreign = callSchema.parse((await request(url, 'GET', `/v1/calls/${first.callId}`)).json)
    expect(foreign.receipt).toEqual(openledger.receipt)
    expect(foreign).not.toHaveProperty('salt')
    expect(JSON.stringify(foreign)).not.toContain(answer)
    expect(JSON.stringify(stack().logs)).not.toContain(answer)
  })

  test('log-probabilities as the stock client asks for them, whole and streamed', async () => {
    const { url, engine } = stack()
    const { apiKey } = await openCredit(stack(), 2, OPEN)
    const client = new OpenAI({ baseURL: `${url}/v1`, apiKey, maxRetries: 0 })
    const messages = [{ role: 'user' as const, content: 'Say hello.' }]
    const asked = { model: BASE_MODEL, messages, max_tokens: 6, logprobs: true, top_logprobs: 3 }
    const { choices, usage } = await client.chat.completions.create(asked)
    const content = choices[0]?.logprobs?.content ?? []
    expect(content).toHaveLength(usage?.completion_tokens ?? 0)
    expect(content.map(({ token }) => token).join('')).toBe(choices[0]?.message.content)
    for (const { token, logprob, bytes, top_logprobs } of content) {
      expect(Buffer.from(bytes ?? []).toString()).toBe(token)
      expect(top_logprobs).toHaveLength(3)
      expect(top_logprobs[0]?.logprob).toBe(logprob)
    }
    const tokens: number[] = []
    const params = { maxTokens: 6 }
    for await (const event of engine.generate({ base: BASE_MODEL, messages, params }))
      if (event.type === 'token') tokens.push(event.tokenId)
    const { logprobs } = await engine.score({ base: BASE_MODEL, messages, continuation: tokens })
    expect(logprobs).toHaveLength(content.length)
    for (const [place, { logprob }] of content.entries()) expect(logprob).toBeCloseTo(logprobs[place] ?? 0, 3)

    const stream = await client.chat.completions.create({ ...asked, stream: true })
    const streamed = []
    for await (const chunk of stream) streamed.push(...(chunk.choices[0]?.logprobs?.content ?? []))
    expect(streamed).toEqual(content)
    const { choices: plain } = await client.chat.completions.create({ ...asked, top_logprobs: 0 })
    expect(plain[0]?.logprobs?.content?.map(({ top_logprobs }) => top_logprobs)).toEqual(content.map(() => []))
    const headers = { authorization: `Bearer ${apiKey}` }
    const wrong = { model: BASE_MODEL, messages, top_logprobs: 3 }
    expect(failure(await request(url, 'POST', '/v1/chat/completions', { body: wrong, headers }))).toEqual({
      status: 400,
      code: 'REQUEST_INVALID',
    })
    const named = { ...headers, 'idempotency-key': 'logprobs' }
    expect(failure(await request(url, 'POST', '/v1/chat/completions', { body: asked, headers: named }))).toEqual({
      status: 400,
      code: 'REQUEST_INVALID',
    })
  })
}
