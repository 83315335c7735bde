import { chatChunkSchema, chatResponseSchema } from '@openledger/core/api/chat.ts'
import { errorBodySchema } from '@openledger/core/api/errorBody.ts'
import { callEvidenceSchema } from '@openledger/core/api/generation.ts'
import { createdKeySchema } from '@openledger/core/api/keys.ts'
import { receiptSchema } from '@openledger/core/eip712/receipt.ts'
import { choiceCallId } from '@openledger/core/ids/choiceCallId.ts'
import { apiKeys } from '@openledger/db/schema/apiKeys.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { channels } from '@openledger/db/schema/channels.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import type { Engine } from '@openledger/engine/engine.ts'
import { eq, inArray } from 'drizzle-orm'
import OpenAI from 'openai'
import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { createGateway } from '../../src/createGateway.ts'
import { type Answer, failure, openCredit, request, signedRequest } from '../requests.ts'
import { BASE_MODEL, listen, type Stack, testAccount } from '../stack.ts'

const PAYER = 6
const messages = [{ role: 'user' as const, content: 'Write a story about a river.' }]
const drawn = { model: BASE_MODEL, messages, max_tokens: 10, temperature: 1, seed: 5 }
const feeOf = (call: { inputTokens: number; outputTokens: number }) =>
  BigInt(call.inputTokens) * 1_000n + BigInt(call.outputTokens) * 2_000n

/** Answers with several choices: each is a call of its own, paid by itself, all or none of them reserved. */
export function choiceSuite(stack: () => Stack): void {
  let channelId = ''
  let inputTokens = 0
  const keyWith = async (limits: object) => {
    const body = { channelId, name: 'choices', ...limits }
    const answer = await signedRequest(stack().url, testAccount(PAYER), 'POST', '/v1/keys', body)
    return createdKeySchema.parse(answer.json)
  }
  const ask = (apiKey: string, body: object, more: Record<string, string> = {}): Promise<Answer> =>
    request(stack().url, 'POST', '/v1/chat/completions', {
      body: { ...drawn, ...body },
      headers: { authorization: `Bearer ${apiKey}`, ...more },
    })
  const callsOf = (keyId: string) => stack().db.select().from(calls).where(eq(calls.apiKeyId, keyId))
  /** The key's calls once none is open, held against receipts, key and channel. */
  const settledCallsOf = async (keyId: string) => {
    const { db } = stack()
    const isOpen = async () => (await callsOf(keyId)).some(({ status }) => status === 'reserved')
    await expect.poll(isOpen, { timeout: 30_000 }).toBe(false)
    const ended = await callsOf(keyId)
    const callIds = ended.map(({ callId }) => callId)
    const billed = await db.select().from(receipts).where(inArray(receipts.callId, callIds))
    const used = billed.reduce((sum, { fee }) => sum + fee, 0n)
    const [key] = await db.select().from(apiKeys).where(eq(apiKeys.id, keyId))
    expect(key).toMatchObject({ used, reserved: 0n })
    for (const call of ended) {
      const row = billed.find(({ callId }) => callId === call.callId)
      if (row === undefined) expect([call.callId, call.answer]).toEqual([call.callId, null])
      else expect(row.fee).toBe(feeOf(call))
    }
    return { ended, used }
  }
  /** A second gateway over the same books, with something put between it and its engine. */
  const withEngine = async (engine: Engine, work: (url: string) => Promise<void>) => {
    const gateway = await createGateway({ ...stack().deps, engine })
    const server = await listen(gateway.app.fetch)
    await work(server.url)
    await gateway.close({ patience_ms: 0 })
    server.close()
  }
  const stream = (url: string, apiKey: string, body: object, signal?: AbortSignal) =>
    fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ ...drawn, stream: true, ...body }),
      ...(signal === undefined ? {} : { signal }),
    })
  beforeAll(async () => {
    ;({ channelId } = await openCredit(stack(), PAYER, 10n ** 18n))
    inputTokens = await stack().engine.countTokens({ base: BASE_MODEL, messages })
  })

  test('the stock client gets n choices, whole and streamed; each is drawn, billed and proven by itself', async () => {
    const { url } = stack()
    const { apiKey, keyId } = await keyWith({})
    const client = new OpenAI({ baseURL: `${url}/v1`, apiKey, maxRetries: 0 })
    const { data, response } = await client.chat.completions.create({ ...drawn, n: 4 }).withResponse()
    const whole = chatResponseSchema.parse(data)
    expect(whole.choices.map(({ index }) => index)).toEqual([0, 1, 2, 3])
    const texts = whole.choices.map(({ message }) => message.content)
    expect(new Set(texts).size).toBeGreaterThan(1)
    const evidence = whole.choices.map(({ openledger }) => callEvidenceSchema.parse(openledger))
    expect(evidence[0]).toEqual(whole.openledger)
    const first = whole.openledger.callId
    expect(evidence.map(({ callId }) => callId)).toEqual([0, 1, 2, 3].map((index) => choiceCallId(first, index)))
    expect([whole.id, response.headers.get('x-openledger-call-id')]).toEqual([`chatcmpl-${first.slice(2)}`, first])
    const billed = evidence.map(({ receipt }) => receiptSchema.parse(receipt))
    expect(whole.usage).toMatchObject({
      prompt_tokens: billed.reduce((sum, receipt) => sum + receipt.inputTokens, 0),
      completion_tokens: billed.reduce((sum, receipt) => sum + receipt.outputTokens, 0),
    })
    const { used } = await settledCallsOf(keyId)
    expect(billed.reduce((sum, { fee }) => sum + fee, 0n)).toBe(used)
    const alone = await client.chat.completions.create({ ...drawn, seed: drawn.seed + 2 })
    expect(alone.choices[0]?.message.content).toBe(texts[2])
    expect(alone.choices[0]).not.toHaveProperty('openledger')

    const told = ['', '', '', '']
    const ends = new Map<number, string>()
    const order: number[] = []
    let last: unknown
    const asked = { ...drawn, n: 4, stream: true as const, stream_options: { include_usage: true } }
    for await (const part of await client.chat.completions.create(asked)) {
      const chunk = chatChunkSchema.parse(part)
      last = chunk
      for (const { index, delta, finish_reason, openledger } of chunk.choices) {
        told[index] += delta.content ?? ''
        order.push(index)
        expect(openledger !== undefined).toBe(finish_reason !== null)
        if (openledger !== undefined) ends.set(index, openledger.callId)
      }
    }
    expect(told).toEqual(texts)
    expect(last).toMatchObject({ choices: [], usage: whole.usage, openledger: { callId: ends.get(0) } })
    expect(new Set(ends.values()).size).toBe(4)
    // Two are answered side by side, so their pieces come mixed.
    expect(order.slice(4)).not.toEqual(order.slice(4).toSorted())
  })

  test('each choice may be the call of a function, streamed too', async () => {
    const { apiKey } = await keyWith({})
    const client = new OpenAI({ baseURL: `${stack().url}/v1`, apiKey, maxRetries: 0 })
    const tools = [{ type: 'function' as const, function: { name: 'get_time' } }]
    const asked = { ...drawn, n: 2, tools, tool_choice: 'required' as const, max_tokens: 40 }
    const { choices } = await client.chat.completions.stream(asked).finalChatCompletion()
    const made = choices.map(({ message }) => message.tool_calls?.[0])
    expect(made.map((call) => call?.type === 'function' && call.function.name)).toEqual(['get_time', 'get_time'])
    expect(new Set(made.map((call) => call?.id)).size).toBe(2)
  })

  test('n choices on a budget for fewer: 402, and nothing is reserved or billed', async () => {
    const most = BigInt(inputTokens) * 1_000n + 10n * 2_000n
    const { apiKey, keyId } = await keyWith({ budget: String(3n * most - 1n) })
    const refused = await ask(apiKey, { n: 3 })
    expect(failure(refused)).toEqual({ status: 402, code: 'KEY_BUDGET_SPENT' })
    expect(refused.headers.get('x-openledger-call-id')).toBeNull()
    expect(await callsOf(keyId)).toEqual([])
    expect((await ask(apiKey, { n: 2 })).status).toBe(200)
    expect((await settledCallsOf(keyId)).ended).toHaveLength(2)
  })

  test('12 parallel requests for 3 choices on a budget for 7: as many as fit, each whole, nothing overspent', async () => {
    const budget = (BigInt(inputTokens) * 1_000n + 3n * 2_000n) * 7n
    const { apiKey, keyId } = await keyWith({ budget: budget.toString() })
    const answers = await Promise.all(Array.from({ length: 12 }, () => ask(apiKey, { n: 3, max_tokens: 3 })))
    const refused = answers.filter(({ status }) => status !== 200)
    expect(refused.map(failure)).toEqual(refused.map(() => ({ status: 402, code: 'KEY_BUDGET_SPENT' })))
    const served = answers.filter(({ status }) => status === 200)
    expect(served.length).toBeGreaterThanOrEqual(2)
    const { ended, used } = await settledCallsOf(keyId)
    expect(ended).toHaveLength(3 * served.length)
    expect(used).toBeLessThanOrEqual(budget)
    const shown = served.flatMap(({ json }) => chatResponseSchema.parse(json).choices)
    expect(shown.reduce((sum, { openledger }) => sum + BigInt(openledger?.fee ?? 0), 0n)).toBe(used)
  })

  test('rates count each choice', async () => {
    const { apiKey, keyId } = await keyWith({ requestsPerMinute: 4 })
    const first = await ask(apiKey, { n: 3, max_tokens: 2 })
    expect(first.headers.get('x-ratelimit-remaining-requests')).toBe('1')
    expect(failure(await ask(apiKey, { n: 2, max_tokens: 2 }))).toEqual({ status: 429, code: 'KEY_RATE_EXCEEDED' })
    expect(failure(await ask(apiKey, { n: 5, max_tokens: 2 }))).toEqual({ status: 400, code: 'KEY_CALL_TOO_LARGE' })
    expect((await settledCallsOf(keyId)).ended).toHaveLength(3)
  })

  test('the same request under one Idempotency-Key makes its choices once', async () => {
    const { apiKey, keyId } = await keyWith({})
    const named = { 'idempotency-key': 'choices' }
    const [first, again] = [await ask(apiKey, { n: 3 }, named), await ask(apiKey, { n: 3 }, named)]
    const { created, ...answer } = chatResponseSchema.parse(first.json)
    expect(created).toBeGreaterThan(0)
    expect(chatResponseSchema.parse(again.json)).toMatchObject(answer)
    expect(again.headers.get('x-openledger-repeated')).toBe('true')
    expect((await settledCallsOf(keyId)).ended).toHaveLength(3)
  })

  test.each([1, 12])('who hangs up on 4 choices after %i pieces pays what the engine produced', async (pieces) => {
    const { apiKey, keyId } = await keyWith({})
    let produced = 0
    const counting: Engine = {
      ...bound(stack().engine),
      generate: async function* (asked) {
        for await (const event of stack().engine.generate(asked)) {
          if (event.type === 'end') produced += event.outputTokens
          yield event
        }
      },
    }
    await withEngine(counting, async (url) => {
      const gone = new AbortController()
      const response = await stream(url, apiKey, { n: 4, max_tokens: 300 }, gone.signal)
      let seen = 0
      const reading = (async () => {
        for await (const piece of response.body ?? []) {
          seen += new TextDecoder().decode(piece).split('data: ').length - 1
          if (seen >= 4 + pieces) gone.abort()
        }
      })()
      await expect(reading).rejects.toThrow()
      const { ended } = await settledCallsOf(keyId)
      expect(ended).toHaveLength(4)
      const billed = ended.reduce((sum, { outputTokens }) => sum + outputTokens, 0)
      expect(billed).toBe(produced)
      expect(billed).toBeGreaterThanOrEqual(pieces)
      // Within one token of the cut in each, and what was under way on the wire.
      expect(billed).toBeLessThan(pieces + 120)
      expect(ended.every(({ status }) => status === 'cancelled')).toBe(true)
      const [channel] = await stack()
        .db.select()
        .from(channels)
        .where(eq(channels.channelId, channelId as `0x${string}`))
      expect(channel?.reserved).toBe(0n)
    })
  })

  test('one choice that fails cuts the others: one error event, each billed what it produced', async () => {
    const { apiKey, keyId } = await keyWith({})
    let started = 0
    const failing: Engine = {
      ...bound(stack().engine),
      generate: async function* (asked) {
        const isSecond = ++started === 2
        let tokens = 0
        for await (const event of stack().engine.generate(asked)) {
          yield event
          if (event.type === 'token') tokens += 1
          if (isSecond && tokens === 3) throw new Error('The second one broke.')
        }
      },
    }
    await withEngine(failing, async (url) => {
      const response = await stream(url, apiKey, { n: 3, max_tokens: 300 })
      const lines = (await response.text()).split('\n\n').filter((line) => line !== '')
      expect(lines.filter((line) => line.includes('"error"'))).toHaveLength(1)
      expect(lines).not.toContain('data: [DONE]')
      const last: unknown = JSON.parse(lines.at(-1)?.slice('data: '.length) ?? '')
      expect(errorBodySchema.parse(last).error.code).toBe('GATEWAY_INTERNAL')
      const choiceSchema = z.object({ index: z.int(), openledger: callEvidenceSchema })
      const { choices, openledger } = z
        .object({ choices: z.array(choiceSchema), openledger: callEvidenceSchema })
        .parse(last)
      expect(openledger).toEqual(choices[0]?.openledger)
      const { ended, used } = await settledCallsOf(keyId)
      expect(choices.reduce((sum, choice) => sum + BigInt(choice.openledger.fee), 0n)).toBe(used)
      const byIndex = choices.map((choice) => ended.find(({ callId }) => callId === choice.openledger.callId))
      expect(byIndex.map((call) => call?.finishReason)).toEqual(['cancelled', 'error', 'cancelled'])
      expect(byIndex[1]).toMatchObject({ outputTokens: 3, errorCode: 'GATEWAY_INTERNAL' })
      expect(byIndex[0]?.outputTokens).toBeLessThan(300)
    })
    started = 0
    await withEngine(failing, async (url) => {
      const headers = { authorization: `Bearer ${apiKey}` }
      const whole = await request(url, 'POST', '/v1/chat/completions', { body: { ...drawn, n: 3 }, headers })
      expect(failure(whole)).toEqual({ status: 500, code: 'GATEWAY_INTERNAL' })
      expect((await settledCallsOf(keyId)).ended).toHaveLength(6)
    })
  })

  test('an engine that dies under two choices: one error event, what each produced is billed', async () => {
    const { url, engine } = stack()
    const { apiKey, keyId } = await keyWith({})
    const response = await stream(url, apiKey, { n: 2, max_tokens: 300 })
    let text = ''
    let killed = false
    for await (const piece of response.body ?? []) {
      text += new TextDecoder().decode(piece)
      if (killed || text.split('data: ').length < 20) continue
      killed = true
      const { pid } = await engine.health()
      if (pid !== undefined) process.kill(pid, 'SIGKILL')
    }
    const lines = text.split('\n\n').filter((line) => line !== '')
    expect(lines.filter((line) => line.includes('"error"'))).toHaveLength(1)
    expect(lines.at(-1)).toContain('"code":"ENGINE_CRASHED"')
    const { ended, used } = await settledCallsOf(keyId)
    const told = lines.slice(0, -1).flatMap((line) => chatChunkSchema.parse(JSON.parse(line.slice(6))).choices)
    for (const index of [0, 1]) {
      const callId = choiceCallId(`0x${/chatcmpl-([0-9a-f]{64})/.exec(text)?.[1] ?? ''}`, index)
      const words = told.filter((choice) => choice.index === index).map(({ delta }) => delta.content ?? '')
      const call = ended.find((one) => one.callId === callId)
      // Both are cut by the same death; whatever was told was produced.
      expect((call?.answer ?? '').startsWith(words.join(''))).toBe(true)
    }
    expect(used).toBe(ended.reduce((sum, call) => sum + (call.answer === null ? 0n : feeOf(call)), 0n))
  })

  test('a count of choices that is none is refused, and nothing reserved', async () => {
    const { apiKey, keyId } = await keyWith({})
    for (const n of [0, -1, 9, 1e9, 1.5, '2', [2]])
      expect(failure(await ask(apiKey, { n })), String(n)).toEqual({ status: 400, code: 'REQUEST_INVALID' })
    expect(await callsOf(keyId)).toEqual([])
  })
}

/** An engine's methods as they are, to put one of them in another's place. */
function bound(engine: Engine): Engine {
  return {
    generate: (asked) => engine.generate(asked),
    score: (asked) => engine.score(asked),
    embed: (asked) => engine.embed(asked),
    countTokens: (asked) => engine.countTokens(asked),
    tokenize: (asked) => engine.tokenize(asked),
    capabilities: () => engine.capabilities(),
    health: () => engine.health(),
    close: () => engine.close(),
  }
}
