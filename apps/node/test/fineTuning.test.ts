import { join, resolve } from 'node:path'
import { createChainReader } from '@openledger/chain/reader/createChainReader.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { adapters } from '@openledger/db/schema/adapters.ts'
import { storeSettingsSchema } from '@openledger/engine/store/storeSettings.ts'
import { createEpochChain } from '@openledger/worker/chain/createEpochChain.ts'
import { createWorker } from '@openledger/worker/createWorker.ts'
import OpenAI, { toFile } from 'openai'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase } from '../../../packages/db/test/freshDatabase.ts'
import { bringRecords, makeDatanet, makePerson, publishNext } from '../../gateway/test/datanetWorld.ts'
import { signIn } from '../../gateway/test/requests.ts'
import { BASE_MODEL, type Stack, type StackParts, startStack } from '../../gateway/test/stack.ts'

const root = resolve(import.meta.dirname, '../../..')
const questions = [
  ['Which cloud brings thunder?', 'The cumulonimbus brings it.'],
  ['Which cloud is like a veil?', 'The cirrostratus is.'],
  ['Which cloud is like wool?', 'The altocumulus is.'],
] as const

/** A worker over a gateway's parts, as a node puts them together. */
async function startWorker(parts: StackParts) {
  const { database, contents, dataStore, engine, chain, publisher, folder, rpcUrl, operator, baseModel } = parts
  const { client, addresses } = chain
  const chainId = 31337
  const nothing = () => undefined
  const worker = await createWorker(
    {
      db: database.db,
      contents,
      dataStore,
      engine,
      trainer: { python: join(root, '.venv/bin/python'), folder: join(root, 'trainer'), threads: 2 },
      chain: createEpochChain({ client, addresses, operator: toAddress(operator.address), publisher }),
      chainReader: await createChainReader({ rpcUrl, chainId, addresses }),
      chainId,
      settlement: addresses.settlement,
      operator: toAddress(operator.address),
      baseModel,
      modelsDir: folder,
      adapterStore: storeSettingsSchema.parse({}),
      logger: { debug: nothing, info: nothing, warn: nothing, error: nothing },
    },
    database.queue,
    { attributeEvery_ms: 0 },
  )
  await worker.start()
  return worker
}

describe('fine-tuning by OpenAI’s client', () => {
  let stack: Stack
  let client: OpenAI
  beforeAll(async () => {
    stack = await startStack({ databaseUrl: await freshDatabase(), jobs: startWorker })
    const owner = await makePerson(stack)
    const datanetId = await makeDatanet(stack, owner, 'clouds')
    const contents = questions.map(([prompt, answer]) => ({ kind: 'qa', prompts: [prompt], answer }))
    await bringRecords(stack, datanetId, owner, contents)
    await publishNext(stack, datanetId, owner)
    const { token } = await signIn(stack.url, owner.account)
    client = new OpenAI({ baseURL: `${stack.url}/v1`, apiKey: token, maxRetries: 0 })
  })
  afterAll(async () => stack?.stop())

  test('a file becomes an adapter: paused in the middle, resumed, and done', async () => {
    const lines = questions.map(([prompt, answer]) =>
      JSON.stringify({
        messages: [
          { role: 'user', content: prompt },
          { role: 'assistant', content: answer },
        ],
      }),
    )
    const bytes = new TextEncoder().encode(lines.join('\n'))
    const file = await client.files.create({ file: await toFile(bytes, 'clouds.jsonl'), purpose: 'fine-tune' })
    const { id } = await client.fineTuning.jobs.create({
      model: BASE_MODEL,
      training_file: file.id,
      suffix: 'clouds',
      seed: 5,
      method: { type: 'supervised', supervised: { hyperparameters: { n_epochs: 8, batch_size: 1 } } },
    })
    const statusOf = async () => (await client.fineTuning.jobs.retrieve(id)).status as string
    const messages = async () => (await client.fineTuning.jobs.listEvents(id, { limit: 100 })).data
    const stepsOf = async () => (await messages()).filter(({ type }) => type === 'metrics').length
    await expect.poll(stepsOf, { timeout: 120_000 }).toBeGreaterThan(0)
    const at = performance.now()
    await client.fineTuning.jobs.pause(id)
    await expect.poll(statusOf, { timeout: 30_000, interval: 50 }).toBe('paused')
    expect(performance.now() - at).toBeLessThan(5_000)
    await client.fineTuning.jobs.resume(id)
    await expect.poll(statusOf, { timeout: 300_000 }).toBe('succeeded')
    const done = await client.fineTuning.jobs.retrieve(id)
    expect(done.trained_tokens).toBeGreaterThan(0)
    expect(done.error).toBeNull()
    const told = (await messages()).map(({ message }) => message)
    expect(told).toEqual(expect.arrayContaining(['The training is paused', 'The training has succeeded']))
    expect(told.find((message) => message.startsWith('Step 24/24'))).toBeDefined()
    const { data: checkpoints } = await client.fineTuning.jobs.checkpoints.list(id)
    expect(checkpoints[0]?.step_number).toBe(24)
    expect(checkpoints[0]?.metrics.train_loss).toBeGreaterThan(0)
    expect(await stack.db.$count(adapters)).toBe(1)
  }, 600_000)
})
