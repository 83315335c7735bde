import { callListSchema, callSchema } from '@openledger/core/api/calls.ts'
import { chatResponseSchema } from '@openledger/core/api/chat.ts'
import { createdKeySchema } from '@openledger/core/api/keys.ts'
import { callFee } from '@openledger/core/payout/callFee.ts'
import OpenAI from 'openai'
import { beforeAll, describe, expect, test } from 'vitest'
import { registerAdapterModel } from '../registerAdapterModel.ts'
import { failure, openCredit, request, signedRequest } from '../requests.ts'
import { BASE_MODEL, EMBEDDING_MODEL, type Stack, testAccount } from '../stack.ts'

const PAYER = 6
const messages = [{ role: 'user' as const, content: 'Name three colours.' }]
const prices = {
  red: { inputPrice: 1_000n, outputPrice: 7_001n },
  blue: { inputPrice: 333n, outputPrice: 2_000n },
  'red again': { inputPrice: 10n, outputPrice: 20n },
}

/** Several models' adapters in one answer, each paid by its part. */
export function ensembleSuite(stack: () => Stack): void {
  // A group of its own: its models are registered once it is its turn.
  describe('ensembles', () => ensembles(stack))
}

function ensembles(stack: () => Stack): void {
  let apiKey = ''
  let channelId = ''
  let red: Awaited<ReturnType<typeof registerAdapterModel>>
  let blue: typeof red
  beforeAll(async () => {
    red = await registerAdapterModel(stack(), { name: 'red', developer: 4, ...prices.red })
    blue = await registerAdapterModel(stack(), { name: 'blue', developer: 5, zeroed: 20_000, ...prices.blue })
    await registerAdapterModel(stack(), { name: 'red again', developer: 5, ...prices['red again'] })
    const credit = await openCredit(stack(), PAYER, 10n ** 18n)
    apiKey = credit.apiKey
    channelId = credit.channelId
  })
  const ask = (body: object, key = apiKey) =>
    request(stack().url, 'POST', '/v1/chat/completions', {
      body: { messages, max_tokens: 8, ...body },
      headers: { authorization: `Bearer ${key}` },
    })
  const answer = async (body: object) => chatResponseSchema.parse((await ask(body)).json)
  /** What the engine says with these adapters. */
  const direct = async (scales: readonly (readonly [typeof red, number])[]) => {
    const adapters = scales.map(([{ adapter }, scale]) => ({ ...adapter, scale }))
    let text = ''
    const asked = { base: BASE_MODEL, adapters, messages, params: { maxTokens: 8 } }
    for await (const event of stack().engine.generate(asked)) if (event.type === 'token') text += event.text
    return text
  }

  test('answers with all adapters by their factors; the receipt lists them, and each is paid its part', async () => {
    const said = await answer({ model: 'red*0.7+blue*0.3' })
    expect(said.choices[0]?.message.content).toBe(
      await direct([
        [red, 0.7],
        [blue, 0.3],
      ]),
    )
    expect(said.choices[0]?.message.content).not.toBe(await direct([[red, 1]]))
    const { receipt } = said.openledger
    expect(receipt?.components).toEqual([
      { modelId: red.modelId, scalePpm: 700_000, priceVersion: 1 },
      { modelId: blue.modelId, scalePpm: 300_000, priceVersion: 1 },
    ])
    const { inputTokens = 0, outputTokens = 0 } = receipt ?? {}
    const { fee } = callFee({ inputTokens, outputTokens }, [
      { scalePpm: 700_000, price: prices.red },
      { scalePpm: 300_000, price: prices.blue },
    ])
    expect(receipt?.fee).toBe(String(fee))
    expect(said.model).toBe('red*0.7+blue*0.3')
    const path = `/v1/calls/${said.openledger.callId}`
    expect(callSchema.parse((await request(stack().url, 'GET', path)).json).model).toBe('red*0.7+blue*0.3')
    const { data } = callListSchema.parse((await request(stack().url, 'GET', '/v1/calls?limit=1')).json)
    expect(data[0]).toMatchObject({ callId: said.openledger.callId, model: 'red*0.7+blue*0.3' })
  })

  test('a list in the request is the same; streamed by a stock client too', async () => {
    const ensemble = [{ model: 'red' }, { model: 'blue' }]
    const said = await answer({ model: 'red', ensemble })
    expect(said.model).toBe('red*0.5+blue*0.5')
    const client = new OpenAI({ baseURL: `${stack().url}/v1`, apiKey })
    const stream = await client.chat.completions.create({
      model: 'red+blue',
      messages,
      max_tokens: 8,
      stream: true,
    })
    let text = ''
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? ''
    expect(text).toBe(said.choices[0]?.message.content)
    const completed = await client.completions.create({ model: 'blue*0.3+red*0.7', prompt: 'Hi', max_tokens: 2 })
    expect(completed.model).toBe('blue*0.3+red*0.7')
  })

  test('two registrations of one adapter count together, and both are paid', async () => {
    const said = await answer({ model: 'red*0.4+red again*0.6' })
    expect(said.choices[0]?.message.content).toBe(await direct([[red, 1]]))
    expect(said.openledger.receipt?.components).toHaveLength(2)
  })

  test('a key is held to its models and budget for every part', async () => {
    const keyWith = async (limits: object) => {
      const body = { channelId, name: 'limited', ...limits }
      const made = await signedRequest(stack().url, testAccount(PAYER), 'POST', '/v1/keys', body)
      return createdKeySchema.parse(made.json).apiKey
    }
    const onlyRed = await keyWith({ models: ['red'] })
    expect(failure(await ask({ model: 'red+blue' }, onlyRed))).toEqual({ status: 403, code: 'KEY_MODEL_NOT_ALLOWED' })
    expect((await ask({ model: 'red' }, onlyRed)).status).toBe(200)
    expect((await ask({ model: 'red+blue' }, await keyWith({ models: ['blue', 'red'] }))).status).toBe(200)
    expect(failure(await ask({ model: 'red+blue' }, await keyWith({ budget: '10' })))).toEqual({
      status: 402,
      code: 'KEY_BUDGET_SPENT',
    })
  })

  test.for([
    ['ENSEMBLE_INVALID', 400, { model: 'red+red' }],
    ['ENSEMBLE_INVALID', 400, { model: `red+${BASE_MODEL}` }],
    ['ENSEMBLE_INVALID', 400, { model: Array(9).fill('red').join('+') }],
    ['ENSEMBLE_INVALID', 400, { model: 'blue', ensemble: [{ model: 'red' }, { model: 'red again' }] }],
    [
      'ENSEMBLE_INVALID',
      400,
      {
        model: 'red',
        ensemble: [
          { model: 'red', scale: 0.1234567 },
          { model: 'blue', scale: 0.5 },
        ],
      },
    ],
    ['ENSEMBLE_INVALID', 400, { model: 'red', ensemble: [{ model: 'red', scale: 0.5 }, { model: 'blue' }] }],
    // The whole of a dear model for a part of its price.
    ['ENSEMBLE_INVALID', 400, { model: 'red*1+red again*9' }],
    [
      'ENSEMBLE_INVALID',
      400,
      {
        model: 'red',
        ensemble: [
          { model: 'red', scale: 1 },
          { model: 'blue', scale: 1 },
        ],
      },
    ],
    ['MODEL_OTHER_KIND', 400, { model: `red+${EMBEDDING_MODEL}` }],
    ['MODEL_NOT_FOUND', 404, { model: 'red+green' }],
    ['ENSEMBLE_INVALID', 400, { model: 'red*0.5+blue*0' }],
    ['MODEL_NOT_FOUND', 404, { model: 'red+blue*-1' }],
    ['REQUEST_INVALID', 400, { model: 'red', ensemble: [{ model: 'red', scale: 0 }, { model: 'blue' }] }],
    ['REQUEST_INVALID', 400, { model: 'red', ensemble: [{ model: 'red' }] }],
    [
      'REQUEST_UNSUPPORTED_PARAMETER',
      400,
      { model: 'red', ensemble: [{ model: 'red', scale: 1, rank: 2 }, { model: 'blue' }] },
    ],
  ] as const)('refuses with %s', async ([code, status, body]) => {
    expect(failure(await ask(body))).toEqual({ status, code })
  })
}
