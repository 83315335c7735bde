import { randomUUID } from 'node:crypto'
import { openDatabase } from '@openledger/db/openDatabase.ts'
import { apiKeys } from '@openledger/db/schema/apiKeys.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { datanets } from '@openledger/db/schema/datanets.ts'
import { epochCredits } from '@openledger/db/schema/epochCredits.ts'
import { epochs } from '@openledger/db/schema/epochs.ts'
import { models } from '@openledger/db/schema/models.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../../../packages/db/test/freshDatabase.ts'
import { readEarnings } from './readEarnings.ts'
import { statementLines } from './statementLines.ts'

const hex = (n: number, bytes = 32) => `0x${n.toString(16).padStart(2 * bytes, '0')}` as const
const [account, other] = [hex(1, 20), hex(2, 20)]
const [model, datanet] = [hex(7), hex(8)]
let opened: Awaited<ReturnType<typeof openDatabase>>

/** More credits than are read at once, of two posted epochs and one that is being built. */
beforeAll(async () => {
  opened = await openDatabase({ url: await freshDatabase() })
  const { db } = opened
  const now = new Date('2026-11-30T00:00:00Z')
  await db.insert(epochs).values([
    { number: 1n, status: 'final' },
    { number: 2n, status: 'posted' },
    { number: 3n, status: 'building' },
  ])
  await db.insert(models).values({
    ...{
      modelId: model,
      developer: other,
      owner: other,
      name: '=HYPERLINK("http://x")',
      baseHash: hex(0),
      adapterHash: hex(0),
    },
    ...{ manifestHash: hex(0), logRoot: hex(0), indexHash: hex(0), trainingVersions: [], retrievalVersions: [] },
    ...{ split: {}, blockNumber: 1n, logIndex: 0 },
  })
  await db
    .insert(datanets)
    .values({ datanetId: datanet, owner: other, slug: '@sum', treasury: other, rateBps: 1, blockNumber: 1n })
  const apiKeyId = randomUUID()
  await db.insert(apiKeys).values({ id: apiKeyId, account: other, channelId: hex(5), name: 'test', keyHash: hex(6) })
  const made = Array.from({ length: 2_500 }, (_, index) => index)
  await db.insert(calls).values(
    made.map((index) => ({
      ...{
        callId: hex(index + 1_000),
        apiKeyId,
        channelId: hex(5),
        modelId: model,
        status: 'settled' as const,
      },
      ...{
        reservedAmount: 1n,
        request: {},
        salt: hex(1),
        retrieved: [],
        priceVersion: 1,
        inputTokens: 1,
        startedAt: now,
      },
    })),
  )
  await db.insert(epochCredits).values(
    made.flatMap((index) => [
      {
        epoch: BigInt(1 + (index % 3)),
        account,
        callId: hex(index + 1_000),
        role: 6,
        commitment: datanet,
        amount: BigInt(index) * 10n ** 15n,
      },
      { epoch: BigInt(1 + (index % 3)), account, callId: hex(index + 1_000), role: 2, commitment: hex(0), amount: 1n },
      { epoch: 1n, account: other, callId: hex(index + 1_000), role: 2, commitment: hex(0), amount: 5n },
    ]),
  )
}, 60_000)
afterAll(async () => opened?.close())

const all = async (of: `0x${string}`, epoch?: number) => {
  const lines: string[] = []
  for await (const line of statementLines(opened.db, of, epoch)) lines.push(line)
  return lines
}
const read = async (epoch?: number) => (await all(account, epoch)).slice(1)
const weiOf = (line: string) => BigInt(line.split(',').at(-2) ?? '')
const sumOf = (amounts: readonly bigint[]) => amounts.reduce((sum, one) => sum + one, 0n)

test('each credit of a posted epoch is one line, once, in the same order, and they sum to what is in the books', async () => {
  const lines = await read()
  const posted = Array.from({ length: 2_500 }, (_, index) => index).filter((index) => index % 3 !== 2)
  expect(lines).toHaveLength(2 * posted.length)
  expect(new Set(lines).size).toBe(lines.length)
  expect(await read()).toEqual(lines)
  const sum = sumOf(posted.map((index) => BigInt(index) * 10n ** 15n + 1n))
  expect(sumOf(lines.map(weiOf))).toBe(sum)
  const { epochs: byEpoch, models: byModel, datanets: byDatanet } = await readEarnings(opened.db, account)
  for (const way of [byEpoch, byModel, byDatanet]) expect(sumOf(way.map(({ amount }) => BigInt(amount)))).toBe(sum)
  for (const { epoch, amount } of byEpoch) expect(sumOf((await read(epoch)).map(weiOf))).toBe(BigInt(amount))
  expect(byModel).toMatchObject([{ calls: posted.length }])
})

test('names that others chose are no formulas; an account that earned nothing has the head alone', async () => {
  const [line] = await read(1)
  expect(line).toContain(`"'=HYPERLINK(""http://x"")"`)
  expect((await read(1)).some((one) => one.includes(`"'@sum"`))).toBe(true)
  expect(await all(hex(9, 20))).toHaveLength(1)
})
