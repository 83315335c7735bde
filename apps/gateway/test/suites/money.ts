import { calls } from '@openledger/db/schema/calls.ts'
import { channels } from '@openledger/db/schema/channels.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { asc, eq, sum } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { createGateway } from '../../src/createGateway.ts'
import { failure, openCredit, request } from '../requests.ts'
import { BASE_MODEL, type Stack } from '../stack.ts'

/** Budgets, parallel calls, and what is left when a process died. */
export function moneySuite(stack: () => Stack): void {
  test('of 20 parallel calls on a budget for 5, five are served and the receipts have no gap', async () => {
    const { url, db } = stack()
    const body = { model: BASE_MODEL, messages: [{ role: 'user', content: 'Count up.' }], max_tokens: 3 }
    const inputTokens = await stack().engine.countTokens({
      base: BASE_MODEL,
      messages: [{ role: 'user', content: 'Count up.' }],
    })
    const most = BigInt(inputTokens) * 1_000n + 3n * 2_000n
    const { apiKey, channelId } = await openCredit(stack(), 3, most * 5n)
    const headers = { authorization: `Bearer ${apiKey}` }
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => request(url, 'POST', '/v1/chat/completions', { body, headers })),
    )
    const refused = answers.filter(({ status }) => status !== 200)
    expect(refused.map(failure)).toEqual(refused.map(() => ({ status: 402, code: 'PAYMENT_INSUFFICIENT_CREDIT' })))
    // Each call is short of its reservation at most by tokens that it didn't produce, so later ones can fit once earlier ones settled.
    expect(answers.length - refused.length).toBeGreaterThanOrEqual(5)
    const chain = await db
      .select()
      .from(receipts)
      .where(eq(receipts.channelId, channelId))
      .orderBy(asc(receipts.sequence))
    expect(chain.map(({ sequence }) => sequence)).toEqual(chain.map((_, i) => BigInt(i + 1)))
    expect(chain).toHaveLength(answers.length - refused.length)
    const [{ fees } = { fees: null }] = await db
      .select({ fees: sum(receipts.fee).mapWith(BigInt) })
      .from(receipts)
      .where(eq(receipts.channelId, channelId))
    const [channel] = await db.select().from(channels).where(eq(channels.channelId, channelId))
    expect(channel).toMatchObject({ used: fees, reserved: 0n, lastSequence: BigInt(chain.length) })
    expect(fees).toBeLessThanOrEqual(most * 5n)
  })

  test("a signer's cap binds like the deposit", async () => {
    const { url } = stack()
    const { apiKey } = await openCredit(stack(), 4, 10n ** 18n, 1_000n)
    const body = { model: BASE_MODEL, messages: [{ role: 'user', content: 'Hi' }] }
    const answer = await request(url, 'POST', '/v1/chat/completions', {
      body,
      headers: { authorization: `Bearer ${apiKey}` },
    })
    expect(failure(answer)).toEqual({ status: 402, code: 'PAYMENT_CAP_REACHED' })
  })

  test('a call that died with its process is released uncharged at the next start', async () => {
    const { db, deps } = stack()
    const { channelId, keyId } = await openCredit(stack(), 5, 10n ** 18n)
    const callId = `0x${'ab'.repeat(32)}` as const
    await db.update(channels).set({ reserved: 500n }).where(eq(channels.channelId, channelId))
    await db.insert(calls).values({
      callId,
      apiKeyId: keyId,
      channelId,
      modelId: callId,
      status: 'reserved',
      reservedAmount: 500n,
      request: {},
      salt: callId,
      retrieved: [],
      priceVersion: 1,
      inputTokens: 1,
      startedAt: new Date(),
    })
    await (await createGateway(deps)).close({ patience_ms: 0 })
    expect((await db.select().from(calls).where(eq(calls.callId, callId)))[0]).toMatchObject({
      status: 'failed',
      errorCode: 'GATEWAY_RESTARTED',
    })
    expect((await db.select().from(channels).where(eq(channels.channelId, channelId)))[0]).toMatchObject({
      reserved: 0n,
      used: 0n,
    })
  })
}
