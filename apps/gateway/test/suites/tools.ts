import OpenAI from 'openai'
import type { ChatCompletionMessageParam } from 'openai/resources'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { failure, openCredit, request } from '../requests.ts'
import { BASE_MODEL, type Stack } from '../stack.ts'

const OPEN = 10n ** 18n
const argumentsSchema = z.strictObject({ place: z.string(), days: z.int().optional() })
const weather = {
  type: 'function' as const,
  function: {
    name: 'get_weather',
    description: 'The weather at a place.',
    parameters: {
      type: 'object',
      properties: { place: { type: 'string', maxLength: 20 }, days: { type: 'integer', minimum: 1, default: 1 } },
      required: ['place'],
    },
  },
}
const time = { type: 'function' as const, function: { name: 'get_time' } }

/** Functions that a model asks its caller to call. */
export function toolSuite(stack: () => Stack): void {
  test('the stock client has a function called, whole and streamed, and tells what it came to', async () => {
    const { url } = stack()
    const { apiKey } = await openCredit(stack(), 2, OPEN)
    const client = new OpenAI({ baseURL: `${url}/v1`, apiKey, maxRetries: 0 })
    const messages: ChatCompletionMessageParam[] = [{ role: 'user', content: 'How is the weather in Rome?' }]
    const asked = { model: BASE_MODEL, messages, max_tokens: 80, tools: [time, weather] }
    const one = { type: 'function' as const, function: { name: 'get_weather' } }
    const { data, response } = await client.chat.completions.create({ ...asked, tool_choice: one }).withResponse()
    const [choice] = data.choices
    expect(choice).toMatchObject({ finish_reason: 'tool_calls', message: { content: null } })
    const call = choice?.message.tool_calls?.[0]
    if (call?.type !== 'function') throw new TypeError('no call')
    expect(call.function.name).toBe('get_weather')
    argumentsSchema.parse(JSON.parse(call.function.arguments))
    expect(response.headers.get('x-openledger-ignored')).toBe(
      'tools.1.function.parameters.properties.days.minimum, tools.1.function.parameters.properties.days.default',
    )

    const stream = client.chat.completions.stream({ ...asked, tool_choice: one })
    const streamed = await stream.finalChatCompletion()
    expect(streamed.choices[0]?.finish_reason).toBe('tool_calls')
    expect(streamed.choices[0]?.message.tool_calls?.[0]).toMatchObject({ function: { ...call.function } })

    if (choice === undefined) throw new TypeError('no choice')
    const told = [...messages, choice.message, { role: 'tool' as const, tool_call_id: call.id, content: 'sunny' }]
    const end = await client.chat.completions.create({ ...asked, messages: told, tool_choice: 'none', max_tokens: 8 })
    expect(end.choices[0]?.message.tool_calls).toBeUndefined()
    expect(end.choices[0]?.message.content).not.toBe('')
  })

  test('any of the functions may be required; an answer that is cut is told as far as it came', async () => {
    const { url } = stack()
    const { apiKey } = await openCredit(stack(), 2, OPEN)
    const client = new OpenAI({ baseURL: `${url}/v1`, apiKey, maxRetries: 0 })
    const messages = [{ role: 'user' as const, content: 'Hello' }]
    const asked = { model: BASE_MODEL, messages, tools: [time, weather] }
    const any = await client.chat.completions.create({ ...asked, tool_choice: 'required', temperature: 1, seed: 4 })
    expect(any.choices[0]?.message.tool_calls?.[0]).toMatchObject({
      function: { name: expect.stringMatching(/^get_(weather|time)$/) },
    })
    const free = await client.chat.completions.create({ ...asked, tool_choice: 'auto', max_tokens: 4 })
    expect(free.choices[0]?.finish_reason).toBe('length')
    const cut = { ...asked, tool_choice: 'required' as const, max_tokens: 2 }
    const [whole] = (await client.chat.completions.create(cut)).choices
    expect(whole).toMatchObject({ finish_reason: 'length', message: { content: expect.stringMatching(/^\{/) } })
    let text = ''
    for await (const chunk of await client.chat.completions.create({ ...cut, stream: true }))
      text += chunk.choices[0]?.delta.content ?? ''
    expect(text).toBe(whole?.message.content)
  })

  test('what does not go together is refused', async () => {
    const { url } = stack()
    const { apiKey } = await openCredit(stack(), 2, OPEN)
    const messages = [{ role: 'user', content: 'Hello' }]
    const ask = (body: object) =>
      request(url, 'POST', '/v1/chat/completions', {
        headers: { authorization: `Bearer ${apiKey}` },
        body: { model: BASE_MODEL, messages, ...body },
      })
    const strict = { ...weather, function: { ...weather.function, strict: true } }
    const named = { type: 'function', function: { name: 'nothing' } }
    for (const body of [
      { tools: [time, time] },
      { tools: [time], tool_choice: named },
      { tool_choice: 'required' },
      { tools: [time], logprobs: true },
      { tools: [time], response_format: { type: 'json_object' } },
      { tools: [strict] },
      { messages: [{ role: 'assistant', content: null }] },
    ])
      expect(failure(await ask(body)), JSON.stringify(body)).toEqual({ status: 400, code: 'REQUEST_INVALID' })
  })
}
