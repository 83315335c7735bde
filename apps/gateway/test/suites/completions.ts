import { callSchema } from '@openledger/core/api/calls.ts'
import { completionChunkSchema, completionResponseSchema } from '@openledger/core/api/completions.ts'
import { callEvidenceSchema } from '@openledger/core/api/generation.ts'
import { canonicalJson } from '@openledger/core/json/canonicalJson.ts'
import { saltedHash } from '@openledger/core/primitives/hash.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import OpenAI from 'openai'
import { beforeAll, expect, test } from 'vitest'
import { failure, openCredit, request } from '../requests.ts'
import { BASE_MODEL, type Stack } from '../stack.ts'

/** OpenAI's older request for text. */
export function completionSuite(stack: () => Stack): void {
  let apiKey = ''
  let client = new OpenAI({ apiKey: 'none' })
  beforeAll(async () => {
    apiKey = (await openCredit(stack(), 2, 10n ** 18n)).apiKey
    client = new OpenAI({ baseURL: `${stack().url}/v1`, apiKey, maxRetries: 0 })
  })

  test('the stock client completes a prompt, whole and streamed; its call is a chat of one message', async () => {
    const asked = { model: BASE_MODEL, prompt: 'Say hello.', max_tokens: 12 }
    const { data, response } = await client.completions.create(asked).withResponse()
    const whole = completionResponseSchema.parse(data)
    const [choice] = whole.choices
    expect(whole.choices).toHaveLength(1)
    expect(whole.id).toBe(`cmpl-${whole.openledger.callId.slice(2)}`)
    expect(response.headers.get('x-openledger-call-id')).toBe(whole.openledger.callId)
    const messages = [{ role: 'user' as const, content: 'Say hello.' }]
    const chat = await client.chat.completions.create({ model: BASE_MODEL, messages, max_tokens: 12 })
    expect(choice).toEqual({
      index: 0,
      text: chat.choices[0]?.message.content,
      logprobs: null,
      finish_reason: chat.choices[0]?.finish_reason,
    })
    expect(whole.usage).toEqual(chat.usage)
    const { receipt, salt, callId } = whole.openledger
    expect(receipt?.requestHash).toBe(saltedHash(salt, canonicalJson(messages)))
    expect(receipt?.responseHash).toBe(saltedHash(salt, choice?.text ?? ''))
    const headers = { authorization: `Bearer ${apiKey}` }
    const call = callSchema.parse((await request(stack().url, 'GET', `/v1/calls/${callId}`, { headers })).json)
    expect(call).toMatchObject({ status: 'settled', messages, answer: choice?.text })

    const chunks = []
    const streamed = { ...asked, stream: true as const, stream_options: { include_usage: true } }
    for await (const chunk of await client.completions.create(streamed)) chunks.push(completionChunkSchema.parse(chunk))
    expect(chunks.map(({ choices }) => choices[0]?.text ?? '').join('')).toBe(choice?.text)
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe(choice?.finish_reason)
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: whole.usage })
    expect(chunks.filter(({ openledger }) => openledger !== undefined)).toHaveLength(1)
    const plain = []
    for await (const chunk of await client.completions.create({ ...asked, stream: true })) plain.push(chunk)
    expect(completionChunkSchema.parse(plain.at(-1)).openledger?.receipt).not.toBeNull()
  })

  test('n choices for each of several prompts, each a call of its own', async () => {
    const asked = { model: BASE_MODEL, prompt: ['Name a city.', 'Name a river.'], n: 2, max_tokens: 4 }
    const drawn = { ...asked, temperature: 1, seed: 3 }
    const { choices, usage } = completionResponseSchema.parse(await client.completions.create(drawn))
    expect(choices.map(({ index }) => index)).toEqual([0, 1, 2, 3])
    const evidence = choices.map(({ openledger }) => callEvidenceSchema.parse(openledger))
    expect(new Set(evidence.map(({ callId }) => callId)).size).toBe(4)
    const sum = evidence.reduce((all, { receipt }) => all + (receipt?.inputTokens ?? 0), 0)
    expect(usage.prompt_tokens).toBe(sum)
    const third = { model: BASE_MODEL, prompt: 'Name a river.', max_tokens: 4, temperature: 1, seed: 5 }
    expect((await client.completions.create(third)).choices[0]?.text).toBe(choices[2]?.text)
    const told = ['', '', '', '']
    for await (const chunk of await client.completions.create({ ...drawn, stream: true }))
      for (const { index, text } of chunk.choices) told[index] += text
    expect(told).toEqual(choices.map(({ text }) => text))
  })

  test('as many prompts as there may be: each of 32 choices is answered and billed, beside another caller’s chat', async () => {
    const prompt = Array.from({ length: 16 }, (_, place) => `Name ${place}.`)
    const many = client.completions.create({ model: BASE_MODEL, prompt, n: 2, max_tokens: 1 })
    let isEnded = false
    const ended = many.then(() => (isEnded = true))
    const { apiKey: other } = await openCredit(stack(), 7, 10n ** 18n)
    const messages = [{ role: 'user', content: 'Hi' }]
    const headers = { authorization: `Bearer ${other}` }
    const body = { model: BASE_MODEL, messages, max_tokens: 1 }
    expect((await request(stack().url, 'POST', '/v1/chat/completions', { body, headers })).status).toBe(200)
    expect(isEnded).toBe(false)
    await ended
    const { choices, usage } = completionResponseSchema.parse(await many)
    expect(choices.map(({ index }) => index)).toEqual(Array.from({ length: 32 }, (_, index) => index))
    expect(choices.every(({ openledger }) => openledger?.receipt?.outputTokens === 1)).toBe(true)
    expect(usage.completion_tokens).toBe(32)
  })

  test('log-probabilities in the older shape are those of the chat', async () => {
    const asked = { model: BASE_MODEL, prompt: 'Say hello.', max_tokens: 6, logprobs: 2 }
    const [choice] = completionResponseSchema.parse(await client.completions.create(asked)).choices
    const chat = await client.chat.completions.create({
      model: BASE_MODEL,
      messages: [{ role: 'user', content: 'Say hello.' }],
      max_tokens: 6,
      logprobs: true,
      top_logprobs: 2,
    })
    const content = chat.choices[0]?.logprobs?.content ?? []
    const logprobs = choice?.logprobs
    expect(logprobs?.tokens).toEqual(content.map(({ token }) => token))
    expect(logprobs?.token_logprobs).toEqual(content.map(({ logprob }) => logprob))
    for (const [place, token] of (logprobs?.tokens ?? []).entries()) {
      expect(choice?.text.slice(logprobs?.text_offset[place]).startsWith(token)).toBe(true)
      expect(logprobs?.top_logprobs[place]).toMatchObject({ [token]: logprobs?.token_logprobs[place] })
      expect(Object.keys(logprobs?.top_logprobs[place] ?? {})).toHaveLength(2)
    }
    const streamed = { tokens: [] as string[], offsets: [] as number[] }
    for await (const chunk of await client.completions.create({ ...asked, stream: true })) {
      streamed.tokens.push(...(chunk.choices[0]?.logprobs?.tokens ?? []))
      streamed.offsets.push(...(chunk.choices[0]?.logprobs?.text_offset ?? []))
    }
    expect(streamed).toEqual({ tokens: logprobs?.tokens, offsets: logprobs?.text_offset })
  })

  test('requests that are wrong are refused by code and field, and no call is reserved', async () => {
    const { url, db } = stack()
    const before = await db.$count(calls)
    const good = { model: BASE_MODEL, prompt: 'Hi', max_tokens: 2 }
    const unsupported = { status: 400, code: 'REQUEST_UNSUPPORTED_PARAMETER' }
    const invalid = { status: 400, code: 'REQUEST_INVALID' }
    const overflow = { status: 400, code: 'CONTEXT_OVERFLOW' }
    const cases: [object, { status: number; code: string }, string][] = [
      [{ echo: true }, unsupported, 'echo'],
      [{ suffix: 'end' }, unsupported, 'suffix'],
      [{ best_of: 2 }, unsupported, 'best_of'],
      [{ n: 2, best_of: 3 }, unsupported, 'best_of'],
      [{ prompt: [1, 2, 3] }, unsupported, 'prompt'],
      [{ prompt: [[1, 2], [3]] }, unsupported, 'prompt'],
      [{ messages: [] }, unsupported, 'messages'],
      [{ unheard_of: 1 }, unsupported, 'unheard_of'],
      [{ prompt: '' }, invalid, 'prompt'],
      [{ prompt: [] }, invalid, 'prompt'],
      [{ prompt: ['a', ''] }, invalid, 'prompt'],
      [{ prompt: Array.from({ length: 17 }, () => 'a') }, invalid, 'prompt'],
      [{ prompt: null }, invalid, 'prompt'],
      [{ logprobs: 6 }, invalid, 'logprobs'],
      [{ logprobs: true }, invalid, 'logprobs'],
      [{ n: 9 }, invalid, 'n'],
      [{ max_tokens: 0 }, invalid, 'max_tokens'],
      [{ prompt: 'a\0' }, invalid, ''],
      [{ prompt: ['fine', 'a\ud83d'] }, invalid, ''],
      [{ stop: '' }, invalid, 'stop'],
      [{ prompt: ['fine', 'word '.repeat(4_000)] }, overflow, 'prompt'],
      [{ max_tokens: 100_000 }, overflow, 'prompt'],
      [{ model: 'unknown' }, { status: 404, code: 'MODEL_NOT_FOUND' }, 'model'],
    ]
    const headers = { authorization: `Bearer ${apiKey}` }
    for (const [change, expected, param] of cases) {
      const answer = await request(url, 'POST', '/v1/completions', { body: { ...good, ...change }, headers })
      expect(failure(answer), JSON.stringify(change).slice(0, 80)).toEqual(expected)
      if (param !== '') expect(answer.json).toMatchObject({ error: { param: expect.stringContaining(param) } })
    }
    expect(failure(await request(url, 'POST', '/v1/completions', { body: good }))).toEqual({
      status: 401,
      code: 'AUTH_KEY_MISSING',
    })
    expect(await db.$count(calls)).toBe(before)
    const neutral = { ...good, echo: false, suffix: null, best_of: 1, user: 'u', logit_bias: {}, presence_penalty: 0 }
    const answer = await request(url, 'POST', '/v1/completions', { body: neutral, headers })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('x-openledger-ignored')).toBe('echo, suffix, best_of, user, logit_bias, presence_penalty')
  })
}
