import { moveTime } from '@openledger/chain/actions/moveTime.ts'
import { METHOD } from '@openledger/core/leaves/attributionLeaf.ts'
import { verifyEpoch } from '@openledger/core/verify/verifyEpoch.ts'
import { attributionEntriesSchema } from '@openledger/db/json/attributionEntries.ts'
import { attributions } from '@openledger/db/schema/attributions.ts'
import { epochCredits } from '@openledger/db/schema/epochCredits.ts'
import { epochPayouts } from '@openledger/db/schema/epochPayouts.ts'
import { epochs } from '@openledger/db/schema/epochs.ts'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { relayClaim } from '../src/claim/relayClaim.ts'
import { finalizeEpochs } from '../src/epoch/finalizeEpochs.ts'
import { runEpoch } from '../src/epoch/runEpoch.ts'
import { addressOf } from './accounts.ts'
import { createFixtureDatanet } from './fixtureDatanet.ts'
import { registerFixtureModel, trainFixture } from './fixtureModel.ts'
import { openTestChannel, payCall, type TestChannel } from './payCall.ts'
import { type Stack, startStack, window_s } from './stack.ts'

let stack: Stack
let channel: TestChannel
let modelId: `0x${string}`
let facts: Awaited<ReturnType<typeof createFixtureDatanet>>
const never = new AbortController().signal

beforeAll(async () => {
  stack = await startStack()
  facts = await createFixtureDatanet(stack)
  modelId = await registerFixtureModel(stack, (await trainFixture(stack, facts.version)).result)
  channel = await openTestChannel(stack)
}, 900_000)
afterAll(async () => stack?.stop())

async function verify(number: bigint) {
  return verifyEpoch({ chain: stack.deps.chainReader, store: stack.dataStore, operator: stack.deps.operator, number })
}

test('calls → close → attribute → collect → post → window → final → claim; an outsider verifies it', async () => {
  const calls = []
  for (const record of facts.records.slice(0, 4)) {
    calls.push({ record, ...(await payCall(stack, channel, modelId, record.content.prompts[0] ?? '')) })
  }
  const statuses: string[] = []
  const row = await runEpoch(stack.deps, 1n, { signal: never, onStatus: async (status) => void statuses.push(status) })
  expect(statuses).toEqual(['attributing', 'collecting', 'building', 'publishing', 'publishing', 'posted'])
  expect(row.status).toBe('posted')

  for (const { record, callId, answer } of calls) {
    if (answer.trim() !== record.content.answer) continue
    const [stored] = await stack.deps.db.select().from(attributions).where(eq(attributions.callId, callId))
    const entries = attributionEntriesSchema.parse(stored?.entries)
    expect(entries.reduce((sum, entry) => sum + entry.weight, 0n)).toBe(10n ** 18n)
    const top = entries.reduce((best, entry) => (entry.weight > best.weight ? entry : best))
    expect(top).toMatchObject({ method: METHOD.influence, commitment: record.commitment })
  }

  const posted = await verify(1n)
  expect(posted.firstDifference).toBeUndefined()
  expect(posted.ok).toBe(true)
  expect(posted.totals?.fees).toBe(calls.reduce((sum, call) => sum + call.fee, 0n))

  expect(await finalizeEpochs(stack.deps.db, stack.deps.chain)).toEqual([])
  await moveTime({ rpcUrl: stack.anvil.rpcUrl, time: Number((await stack.deps.chain.now()) + BigInt(window_s)) + 1 })
  expect(await finalizeEpochs(stack.deps.db, stack.deps.chain)).toEqual([1n])
  expect((await relayClaim(stack.deps, addressOf('payer'))).status).toBe('nothing')
  const payouts = await stack.deps.db.select().from(epochPayouts).where(eq(epochPayouts.epoch, 1n))
  for (const { account, cumulative } of payouts) {
    expect(await relayClaim(stack.deps, account)).toMatchObject({ status: 'claimed', amount: String(cumulative) })
    expect((await relayClaim(stack.deps, account)).status).toBe('already')
    expect(await stack.deps.chain.claimedOf(account)).toBe(cumulative)
  }
}, 120_000)

test('a kill before or after any write of an epoch, then a restart, gives one epoch, nothing twice', async () => {
  const fees = []
  for (const record of facts.records.slice(4, 6)) fees.push((await payCall(stack, channel, modelId, record.content.prompts[1] ?? '')).fee)
  const points = [
    'before close', 'after close', 'attributed', 'after attributing', 'collected', 'after collecting', 'derived',
    'after building', 'published', 'stored', 'on chain', 'after publishing',
  ]
  const died: string[] = []
  for (const point of points) {
    const deps = {
      ...stack.deps,
      reached: (at: string) => {
        if (at !== point) return
        died.push(at)
        throw new Error(`killed at ${at}`)
      },
    }
    await expect(runEpoch(deps, 2n, { signal: never })).rejects.toThrow(`killed at ${point}`)
  }
  expect(died).toEqual(points)
  const row = await runEpoch(stack.deps, 2n, { signal: never })
  expect(row.status).toBe('posted')
  expect((await stack.deps.chain.books()).epochCount).toBe(2n)
  const verified = await verify(2n)
  expect(verified.firstDifference).toBeUndefined()
  expect(verified.totals?.fees).toBe(fees.reduce((sum, fee) => sum + fee, 0n))
  const credits = await stack.deps.db.select().from(epochCredits).where(eq(epochCredits.epoch, 2n))
  const paid = credits.reduce((sum, credit) => sum + credit.amount, 0n)
  expect(paid).toBe(verified.totals?.credited)
  await expect(runEpoch(stack.deps, 3n, { signal: never })).rejects.toMatchObject({ code: 'EPOCH_EMPTY' })
  expect(await stack.deps.db.select().from(epochs).where(eq(epochs.number, 3n))).toEqual([])
}, 180_000)
