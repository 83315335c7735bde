import { receipts } from '@openledger/db/schema/receipts.ts'
import OpenAI from 'openai'
import { zodResponseFormat } from 'openai/helpers/zod'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { failure, openCredit, request } from '../requests.ts'
import { BASE_MODEL, type Stack } from '../stack.ts'

const OPEN = 10n ** 18n

/** Answers in JSON, asked for as OpenAI's clients ask. */
export function outputSuite(stack: () => Stack): void {
  test('the stock client gets answers that follow its schema, greedy and drawn, whole and streamed', async () => {
    const { url } = stack()
    const { apiKey } = await openCredit(stack(), 2, OPEN)
    const client = new OpenAI({ baseURL: `${url}/v1`, apiKey, maxRetries: 0 })
    const fruitSchema = z.strictObject({
      name: z.string().max(20),
      colour: z.enum(['red', 'green', 'yellow']),
      seeds: z.int().nullable(),
      tastes: z.array(z.strictObject({ word: z.string().max(12), isSweet: z.boolean() })).max(2),
    })
    const asked = {
      model: BASE_MODEL,
      messages: [{ role: 'user' as const, content: 'Describe an apple as JSON.' }],
      max_tokens: 160,
      response_format: zodResponseFormat(fruitSchema, 'fruit'),
    }
    const greedy = await client.chat.completions.parse(asked)
    const fruit = fruitSchema.parse(greedy.choices[0]?.message.parsed)
    expect(greedy.choices[0]?.finish_reason).toBe('stop')
    const drawn = await client.chat.completions.parse({ ...asked, temperature: 1.5, seed: 1 })
    fruitSchema.parse(drawn.choices[0]?.message.parsed)
    let text = ''
    for await (const chunk of await client.chat.completions.create({ ...asked, stream: true }))
      text += chunk.choices[0]?.delta.content ?? ''
    expect(JSON.parse(text)).toEqual(fruit)

    const free = await client.chat.completions.create({
      ...asked,
      max_tokens: 24,
      response_format: { type: 'json_object' },
    })
    const { finish_reason: why, message } = free.choices[0] ?? {}
    expect(message?.content).toMatch(/^\{/)
    if (why === 'stop') z.record(z.string(), z.unknown()).parse(JSON.parse(message?.content ?? ''))
    const plain = await client.chat.completions.create({ ...asked, max_tokens: 8, response_format: { type: 'text' } })
    expect(plain.choices[0]?.message.content).not.toMatch(/^\{/)
  })

  test('a schema that cannot be kept is refused with where and why, and nothing is charged', async () => {
    const { url, db } = stack()
    const { apiKey } = await openCredit(stack(), 2, OPEN)
    const before = (await db.select().from(receipts)).length
    const messages = '[{"role":"user","content":"Hello"}]'
    const ask = (schema: string) =>
      request(url, 'POST', '/v1/chat/completions', {
        headers: { authorization: `Bearer ${apiKey}` },
        body: `{"model":"${BASE_MODEL}","messages":${messages},"response_format":{"type":"json_schema","json_schema":{"name":"x"${schema}}}}`,
      })
    const unsupported = await ask(',"schema":{"type":"object","properties":{"code":{"type":"string","pattern":"a+"}}}')
    expect(failure(unsupported)).toEqual({ status: 400, code: 'REQUEST_UNSUPPORTED_PARAMETER' })
    const where = 'response_format.json_schema.schema.properties.code.pattern'
    expect(unsupported.json).toMatchObject({ error: { param: where } })
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    for (const schema of [',"schema":{"type":"array"}', `,"schema":{"enum":${deep}}`, '']) {
      const answer = await ask(schema)
      expect(failure(answer)).toEqual({ status: 400, code: 'REQUEST_INVALID' })
      expect(answer.json).toMatchObject({ error: { param: 'response_format.json_schema.schema' } })
    }
    expect(await db.select().from(receipts)).toHaveLength(before)
  })
}
