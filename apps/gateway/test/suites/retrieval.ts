import { createDatanet } from '@openledger/chain/actions/createDatanet.ts'
import { publishVersion } from '@openledger/chain/actions/publishVersion.ts'
import { registerModel } from '@openledger/chain/actions/registerModel.ts'
import { setPrice } from '@openledger/chain/actions/setPrice.ts'
import { chatResponseSchema } from '@openledger/core/api/chat.ts'
import { draftSchema } from '@openledger/core/api/datanets.ts'
import { createdKeySchema } from '@openledger/core/api/keys.ts'
import { descriptionHash } from '@openledger/core/data/datanetDescription.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import { UNTRAINED } from '@openledger/core/training/untrained.ts'
import { callRequestSchema } from '@openledger/db/json/callRequest.ts'
import { retrievedSchema } from '@openledger/db/json/retrieved.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { datanets } from '@openledger/db/schema/datanets.ts'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { jsonl, prepareBatch, submit, upload } from '../contribution.ts'
import { failure, openCredit, request, signedRequest } from '../requests.ts'
import { BASE_MODEL, type Stack, testAccount } from '../stack.ts'

const license = (name: string, text: string) => ({
  kind: 'document',
  title: `${name} License`,
  text,
  url: `https://example.org/${name.toLowerCase()}`,
})
const DOCUMENTS = [
  license(
    'Heron',
    'The Heron License lets anyone copy and change the software, if the notice of the Heron authors stays in every copy.',
  ),
  license(
    'Basalt',
    'Under the Basalt License a changed version must be published with its complete source code within thirty days.',
  ),
  license(
    'Quince',
    'The Quince License grants the use of photographs for teaching only; selling prints of them is not allowed.',
  ),
]

const description = {
  format: 'openledger.datanet-description/1',
  title: 'Licences that nobody uses',
  text: 'What software licences ask of those who copy, change and sell.',
} as const

/** A model that answers from documents, and prices that change. */
export function retrievalSuite(stack: () => Stack): void {
  test('a retrieval model answers from the fitting documents, cites them and names their version in the receipt', async () => {
    const { url, db, deps, chain } = stack()
    const owner = testAccount(0)
    const terms = {
      slug: 'licences',
      treasury: toAddress(owner.address),
      rateBps: 0,
      termsHash: `0x${'1'.repeat(64)}`,
      metadataHash: descriptionHash(description),
    } as const
    const { datanetId } = await createDatanet(stack().wallet(0), terms)
    await stack().indexer.sync()
    const batch = await prepareBatch(stack(), datanetId, testAccount(6), DOCUMENTS)
    const contributionId = await submit(stack(), batch)
    expect((await upload(stack(), contributionId, jsonl(batch.lines))).status).toBe(200)
    const draft = draftSchema.parse((await signedRequest(url, owner, 'GET', `/v1/datanets/${datanetId}/draft`)).json)
    await publishVersion(stack().wallet(0), draft)
    const none = {
      ...UNTRAINED,
    }
    const split = { burn: 200, operator: 800, model: 2_000, stakers: 2_000, data: 5_000 }
    const params = {
      name: 'licences',
      baseHash: deps.models.base.hash,
      ...none,
      retrievalVersions: [draft.root],
      inputPrice: 1n,
      outputPrice: 2n,
      split,
    }
    const { modelId } = await registerModel(stack().wallet(0), params)
    await stack().indexer.sync()

    const { apiKey } = await openCredit(stack(), 9, 10n ** 18n)
    const body = {
      model: 'licences',
      messages: [{ role: 'user', content: 'What does the Basalt License ask of a changed version?' }],
      max_tokens: 24,
    }
    const answer = await request(url, 'POST', '/v1/chat/completions', {
      body,
      headers: { authorization: `Bearer ${apiKey}` },
    })
    const { choices, openledger } = chatResponseSchema.parse(answer.json)
    expect(openledger.receipt?.retrievedVersions).toEqual([draft.root])
    expect(openledger.receipt?.components).toEqual([{ modelId, scalePpm: 1_000_000, priceVersion: 1 }])
    const message = choices[0]?.message
    expect(message?.annotations?.[0]?.url_citation).toMatchObject({
      url: 'https://example.org/basalt',
      title: 'Basalt License',
    })
    expect(
      message?.annotations?.every(({ url_citation: { end_index } }) => end_index <= (message.content?.length ?? 0)),
    ).toBe(true)
    const [call] = await db.select().from(calls).where(eq(calls.callId, openledger.callId))
    const retrieved = retrievedSchema.parse(call?.retrieved)
    expect(retrieved[0]).toMatchObject({ commitment: batch.body.commitments[1], versionRoot: draft.root })
    const stored = callRequestSchema.parse(call?.request)
    expect(stored.messages).toEqual(body.messages)
    expect(stored.prompt[0]?.content).toContain('complete source code within thirty days')

    await setPrice(stack().wallet(0), { modelId, inputPrice: 3n, outputPrice: 4n })
    await stack().indexer.sync()
    const soon = await request(url, 'POST', '/v1/chat/completions', {
      body: { ...body, max_tokens: 1 },
      headers: { authorization: `Bearer ${apiKey}` },
    })
    expect(chatResponseSchema.parse(soon.json).openledger.receipt?.components[0]?.priceVersion).toBe(1)
    expect(await chain.modelRegistry.read.priceVersionCount([modelId])).toBe(2)
  })

  test('auto goes to the model whose card is close to the question, says why, and asks the key', async () => {
    const { url, db } = stack()
    const [datanet] = await db.select().from(datanets).where(eq(datanets.slug, 'licences'))
    await request(url, 'PUT', `/v1/datanets/${datanet?.datanetId}/description`, { body: { description } })
    const { apiKey, channelId } = await openCredit(stack(), 9, 10n ** 18n)
    const ask = (content: string, key: string, more: { body?: object; headers?: Record<string, string> } = {}) =>
      request(url, 'POST', '/v1/chat/completions', {
        body: { model: 'auto', messages: [{ role: 'user', content }], max_tokens: 2, ...more.body },
        headers: { authorization: `Bearer ${key}`, ...more.headers },
      })
    const question = 'What does the Basalt License ask of a changed version?'
    const headers = { 'idempotency-key': 'auto 1' }
    const answer = await ask(question, apiKey, { headers })
    const first = chatResponseSchema.parse(answer.json)
    expect(first.model).toBe('licences')
    expect(first.openledger.route).toMatchObject({ asked: 'auto', model: 'licences', reason: 'closest' })
    expect(first.openledger.route?.closest[0]).toMatchObject({
      model: 'licences',
      words: expect.stringMatching(/licen/i),
    })
    expect(first.openledger.receipt?.retrievedVersions).toHaveLength(1)
    // What the records say is private: it is no reason that is told.
    expect(JSON.stringify(first.openledger.route)).not.toMatch(/Heron|Basalt|Quince/)
    const again = await ask(question, apiKey, { headers })
    expect(again.headers.get('x-openledger-repeated')).toBe('true')
    expect({ ...chatResponseSchema.parse(again.json), created: 0 }).toEqual({ ...first, created: 0 })

    const small = chatResponseSchema.parse((await ask('Good morning! How are you?', apiKey)).json)
    expect(small.openledger.route).toMatchObject({ model: BASE_MODEL, reason: 'base' })
    const streamed = await fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
      body: JSON.stringify({
        model: 'auto',
        messages: [{ role: 'user', content: question }],
        max_tokens: 2,
        stream: true,
      }),
    })
    expect(await streamed.text()).toContain('"asked":"auto"')

    const made = await signedRequest(url, testAccount(9), 'POST', '/v1/keys', {
      channelId,
      name: 'base alone',
      models: [BASE_MODEL],
    })
    expect(made.status).toBe(201)
    const limited = chatResponseSchema.parse((await ask(question, createdKeySchema.parse(made.json).apiKey)).json)
    expect(limited.openledger.route).toMatchObject({ model: BASE_MODEL, reason: 'base', closest: [] })
    expect(failure(await ask(question, apiKey, { body: { ensemble: [{ model: 'a' }, { model: 'b' }] } }))).toEqual({
      status: 400,
      code: 'ENSEMBLE_INVALID',
    })
  })

  test("a name goes to its first registration; an adapter that isn't this gateway's is not served", async () => {
    const { url, deps } = stack()
    const hash = `0x${'5'.repeat(64)}` as const
    const hashes = {
      baseHash: deps.models.base.hash,
      adapterHash: hash,
      manifestHash: hash,
      logRoot: hash,
      indexHash: hash,
      trainingVersions: [],
      retrievalVersions: [],
    }
    const terms = {
      inputPrice: 1n,
      outputPrice: 1n,
      split: { burn: 200, operator: 4_900, model: 4_900, stakers: 0, data: 0 },
    }
    await registerModel(stack().wallet(5), { name: 'foreign', ...hashes, ...terms })
    await registerModel(stack().wallet(5), {
      name: 'smollm2-135m-instruct',
      ...hashes,
      adapterHash: ZERO_HEX32,
      ...terms,
    })
    await stack().indexer.sync()
    const { apiKey } = await openCredit(stack(), 8, 10n ** 18n)
    const send = (model: string) =>
      request(url, 'POST', '/v1/chat/completions', {
        body: { model, messages: [{ role: 'user', content: 'Hi' }], max_tokens: 2 },
        headers: { authorization: `Bearer ${apiKey}` },
      })
    expect(failure(await send('foreign'))).toEqual({ status: 404, code: 'MODEL_NOT_SERVABLE' })
    const { openledger } = chatResponseSchema.parse((await send('smollm2-135m-instruct')).json)
    expect(openledger.receipt?.fee).not.toBe('0')
    expect(BigInt(openledger.fee)).toBeGreaterThanOrEqual(1_000n)
  })
}
