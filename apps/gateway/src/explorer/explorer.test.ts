import { randomUUID } from 'node:crypto'
import { callListSchema } from '@openledger/core/api/calls.ts'
import { accountListSchema } from '@openledger/core/api/explorer.ts'
import { openDatabase } from '@openledger/db/openDatabase.ts'
import { apiKeys } from '@openledger/db/schema/apiKeys.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { channels } from '@openledger/db/schema/channels.ts'
import { datanets } from '@openledger/db/schema/datanets.ts'
import { epochCredits } from '@openledger/db/schema/epochCredits.ts'
import { epochPayouts } from '@openledger/db/schema/epochPayouts.ts'
import { epochs } from '@openledger/db/schema/epochs.ts'
import { models } from '@openledger/db/schema/models.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../../../packages/db/test/freshDatabase.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import { handler as listAccounts } from '../routes/accounts/listAccounts.ts'
import { handler as listCalls } from '../routes/calls/listCalls.ts'
import { readFlow } from './readFlow.ts'
import { readModelFigures } from './readModelFigures.ts'
import { search } from './search.ts'

const hex = (n: number, bytes = 32) => `0x${n.toString(16).padStart(2 * bytes, '0')}` as const
const [payer, earner, operator] = [hex(1, 20), hex(2, 20), hex(3, 20)]
const [model, other, datanet, channelId] = [hex(7), hex(8), hex(9), hex(10)]
/** Several calls begin in one millisecond, as they do. */
const COUNT = 57
let opened: Awaited<ReturnType<typeof openDatabase>>

beforeAll(async () => {
  opened = await openDatabase({ url: await freshDatabase() })
  const { db } = opened
  const keyId = randomUUID()
  await db.insert(apiKeys).values({ id: keyId, keyHash: hex(5), account: payer, channelId, name: 'x' })
  const signer = { signer: payer, signerCap: 0n, signerExpiry: 0n }
  await db.insert(channels).values({ channelId, payer, operator, ...signer, blockNumber: 1n })
  const split = { burn: 1_000, operator: 3_000, model: 0, stakers: 0, data: 6_000 }
  const registered = (modelId: `0x${string}`, name: string, logIndex: number) => ({
    ...{ modelId, developer: operator, owner: operator, name, baseHash: hex(0), adapterHash: hex(0), split },
    ...{ manifestHash: hex(0), logRoot: hex(0), indexHash: hex(0), trainingVersions: [], retrievalVersions: [] },
    ...{ blockNumber: 1n, logIndex },
  })
  await db.insert(models).values([registered(model, 'coast-helper', 1), registered(other, 'Coast-Other', 2)])
  await db
    .insert(datanets)
    .values({ datanetId: datanet, owner: earner, slug: 'coast-notes', treasury: earner, rateBps: 0, blockNumber: 1n })
  await db.insert(epochs).values({ number: 1n, status: 'posted' })
  for (let index = 0; index < COUNT; index++) {
    const callId = hex(1_000 + index)
    await db.insert(calls).values({
      ...{ callId, apiKeyId: keyId, channelId, modelId: index % 3 === 0 ? other : model },
      ...{ status: index % 10 === 9 ? ('failed' as const) : ('settled' as const), reservedAmount: 10n, request: {} },
      ...{ salt: callId, retrieved: [], priceVersion: 1, inputTokens: 1, startedAt: new Date(1_000 * (index >> 2)) },
    })
    if (index % 10 === 9) continue
    const fee = BigInt(10 * (index + 1))
    await db.insert(receipts).values({
      ...{ callId, channelId, sequence: BigInt(index + 1), signature: '0x', voucherSignature: '0x' },
      ...{ receipt: receiptOf(callId, fee), fee, cumulativeAfter: 0n, epoch: index < 40 ? 1n : null },
    })
    if (index >= 40) continue
    const credit = { epoch: 1n, callId }
    await db.insert(epochCredits).values([
      { ...credit, account: operator, role: 1, commitment: hex(0), amount: (fee * 3n) / 10n },
      { ...credit, account: earner, role: 6, commitment: datanet, amount: (fee * 6n) / 10n },
    ])
  }
  await db
    .insert(epochPayouts)
    .values(
      Array.from({ length: 23 }, (_, n) => ({ epoch: 1n, account: hex(100 + n, 20), cumulative: BigInt(n >> 2) })),
    )
}, 60_000)
afterAll(() => opened.close())

const receiptOf = (callId: string, fee: bigint) => ({
  ...{ callId, channelId, sequence: '1', cumulativeBefore: '0', cumulativeAfter: '0', retrievedVersions: [] },
  ...{ requestHash: hex(0), responseHash: hex(0), inputTokens: 1, outputTokens: 1, fee: `${fee}`, time: '1' },
  components: [{ modelId: model, scalePpm: 1_000_000, priceVersion: 1 }],
})

/** Asks a route that wants the tables alone. */
async function ask(handler: typeof listCalls, query: Record<string, string>): Promise<unknown> {
  const deps = { db: opened.db } as GatewayServices
  const nobody = { key: undefined, account: undefined, session: undefined }
  const rest = { bytes: new Uint8Array(), url: '', headers: new Headers(), signal: new AbortController().signal }
  const answer = await handler.handle({ params: {}, query, ...nobody, ...rest, answerHeaders: new Headers(), deps })
  return answer.json()
}

async function allCalls(filter: Record<string, string>) {
  const seen: string[] = []
  for (let after: string | null = ''; after !== null; ) {
    const page = callListSchema.parse(
      await ask(listCalls, { ...filter, limit: '5', ...(after === '' ? {} : { after }) }),
    )
    expect(page.data.length).toBeLessThanOrEqual(5)
    seen.push(...page.data.map(({ callId }) => callId))
    after = page.next
  }
  return seen
}

test('pages of calls hold every call once, newest first, whatever is filtered', async () => {
  const all = await allCalls({})
  expect(all).toHaveLength(COUNT)
  expect(new Set(all).size).toBe(COUNT)
  expect(all).toEqual(all.toSorted().toReversed())
  const named = await allCalls({ model: 'Coast-Other' })
  expect(named).toEqual(await allCalls({ model: other }))
  expect(named).toHaveLength(COUNT / 3)
  expect(await allCalls({ status: 'failed' })).toHaveLength(5)
  expect(await allCalls({ account: payer })).toEqual(all)
  expect(await allCalls({ account: earner })).toEqual(await allCalls({ epoch: '1' }))
  expect(await allCalls({ account: hex(77, 20) })).toEqual([])
})

test('pages of accounts hold each once, the highest first, also where many have the same', async () => {
  const seen: string[] = []
  for (let after: string | null = ''; after !== null; ) {
    const query = { limit: '4', ...(after === '' ? {} : { after }) }
    const page = accountListSchema.parse(await ask(listAccounts, query))
    seen.push(...page.data.map(({ account }) => account))
    after = page.next
  }
  expect(new Set(seen).size).toBe(23)
  expect(seen).toHaveLength(23)
})

test('a model’s settled fees are its income and what was burned', async () => {
  const figures = await readModelFigures(opened.db, model)
  const paid = figures.income.reduce((sum, { amount }) => sum + BigInt(amount), 0n)
  expect(paid).toBeGreaterThan(0n)
  expect(paid + BigInt(figures.burned)).toBe(BigInt(figures.settled))
  expect(BigInt(figures.burned)).toBe(BigInt(figures.settled) / 10n)
  expect(figures.calls - figures.charged).toBe(3)
  await expect(readModelFigures(opened.db, hex(99))).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' })
})

test('the ways of an epoch’s money are all of its fees; an account’s all that it earned', async () => {
  const { paths, rest, total } = await readFlow(opened.db, { epoch: 1n })
  const fees = Array.from({ length: 40 }, (_, index) => (index % 10 === 9 ? 0n : BigInt(10 * (index + 1))))
  const all = fees.reduce((sum, fee) => sum + fee, 0n)
  const sum = (part?: string) =>
    paths.reduce((whole, one) => whole + (part === undefined || one.part === part ? BigInt(one.amount) : 0n), 0n)
  expect(BigInt(total)).toBe(all)
  expect(sum() + BigInt(rest)).toBe(all)
  expect([sum('operator'), sum('data'), sum('burn')]).toEqual([(all * 3n) / 10n, (all * 6n) / 10n, all / 10n])
  expect(paths.find(({ part }) => part === 'data')?.datanet).toEqual({ datanetId: datanet, slug: 'coast-notes' })
  const own = await readFlow(opened.db, { account: earner })
  expect(BigInt(own.total)).toBe((all * 6n) / 10n)
  expect(own.paths.every(({ account, part }) => account === earner && part === 'data')).toBe(true)
})

test('one search finds calls, channels, epochs, accounts, models and Datanets, names by their beginning', async () => {
  const { db } = opened
  const one = async (term: string) => (await search(db, term)).map(({ kind, id }) => `${kind} ${id}`)
  expect(await one(hex(1_000))).toEqual([`call ${hex(1_000)}`])
  expect(await one(` ${datanet.toUpperCase().replace('0X', '0x')} `)).toEqual([`datanet ${datanet}`])
  expect(await one(channelId)).toEqual([`account ${payer}`])
  expect(await one(model)).toEqual(['model coast-helper'])
  expect(await one('1')).toEqual(['epoch 1'])
  expect(await one(earner)).toEqual([`account ${earner}`])
  expect(await one('coast')).toEqual([`datanet ${datanet}`, 'model Coast-Other', 'model coast-helper'])
  expect((await one('coast-other'))[0]).toBe('model Coast-Other')
  expect(await one('%')).toEqual([])
  expect(await one(hex(424_242))).toEqual([])
})
