import { createDatanet } from '@openledger/chain/actions/createDatanet.ts'
import { deposit } from '@openledger/chain/actions/deposit.ts'
import { requestWithdrawal } from '@openledger/chain/actions/requestWithdrawal.ts'
import { transferOpen } from '@openledger/chain/actions/transferOpen.ts'
import { callRpc } from '@openledger/chain/rpc/callRpc.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { apiKeys } from '@openledger/db/schema/apiKeys.ts'
import { channels } from '@openledger/db/schema/channels.ts'
import { contributions } from '@openledger/db/schema/contributions.ts'
import { datanets } from '@openledger/db/schema/datanets.ts'
import { records } from '@openledger/db/schema/records.ts'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { jsonl, prepareBatch, submit, upload } from '../contribution.ts'
import { failure, openCredit, request } from '../requests.ts'
import { BASE_MODEL, type Stack, testAccount } from '../stack.ts'

const zero = `0x${'2'.repeat(64)}` as const

/** What the chain takes back, the tables take back; what people uploaded stays. */
export function indexingSuite(stack: () => Stack): void {
  test('after a reorganisation channels, Datanets and contributions are as the chain has them', async () => {
    const { db, indexer, anvil, chain } = stack()
    const { channelId, account } = await openCredit(stack(), 6, 1_000n)
    const before = (await db.select().from(channels).where(eq(channels.channelId, channelId)))[0]
    const terms = { treasury: toAddress(account.address), rateBps: 0, termsHash: zero, metadataHash: zero }
    const kept = await createDatanet(stack().wallet(0), { slug: 'kept', ...terms })
    await indexer.sync()

    const snapshot = await callRpc(anvil.rpcUrl, 'evm_snapshot', [])
    await transferOpen(stack().wallet(0), { to: toAddress(account.address), balanceAtLeast: 500n })
    await deposit(stack().wallet(6), { channelId, depositedTotal: (before?.deposit ?? 0n) + 500n })
    await requestWithdrawal(stack().wallet(6), { channelId, amount: 100n })
    const lost = await createDatanet(stack().wallet(0), { slug: 'lost', ...terms })
    const batch = await prepareBatch(stack(), kept.datanetId, testAccount(7), [
      { kind: 'qa', prompts: ['Which bird is the national bird of Iceland?'], answer: 'The gyrfalcon' },
    ])
    const contributionId = await submit(stack(), batch)
    await upload(stack(), contributionId, jsonl(batch.lines))
    expect((await db.select().from(channels).where(eq(channels.channelId, channelId)))[0]).toMatchObject({
      deposit: (before?.deposit ?? 0n) + 500n,
      withdrawalAmount: 100n,
    })
    expect(await db.$count(datanets, eq(datanets.datanetId, lost.datanetId))).toBe(1)

    await callRpc(anvil.rpcUrl, 'evm_revert', [snapshot])
    await callRpc(anvil.rpcUrl, 'anvil_mine', ['0x20'])
    await indexer.sync()
    expect((await db.select().from(channels).where(eq(channels.channelId, channelId)))[0]).toEqual(before)
    expect(await db.$count(apiKeys, eq(apiKeys.channelId, channelId))).toBeGreaterThan(0)
    expect(await db.$count(datanets, eq(datanets.datanetId, lost.datanetId))).toBe(0)
    expect(await db.$count(datanets, eq(datanets.datanetId, kept.datanetId))).toBe(1)
    const [contribution] = await db.select().from(contributions).where(eq(contributions.contributionId, contributionId))
    expect(contribution).toMatchObject({ status: 'submitted', blockNumber: null })
    const [record] = await db.select().from(records).where(eq(records.contributionId, contributionId))
    expect(record).toMatchObject({ registeredOrder: null, content: { sealed: expect.any(String) } })

    // The publisher sends again what the chain forgot; the content is there already.
    await stack().publisher.reconcile()
    await indexer.sync()
    expect(
      (await db.select().from(contributions).where(eq(contributions.contributionId, contributionId)))[0]?.status,
    ).toBe('checked')
    expect((await db.select().from(records).where(eq(records.contributionId, contributionId)))[0]).toMatchObject({
      verdict: 'accept',
    })
    expect(await chain.datanetRegistry.read.contributionOf([contributionId])).toEqual([expect.any(BigInt), 1])
  })

  test('what the payer asked back is not spent any more', async () => {
    const { db, indexer, url } = stack()
    const { channelId, apiKey } = await openCredit(stack(), 4, 10n ** 12n)
    const [channel] = await db.select().from(channels).where(eq(channels.channelId, channelId))
    await requestWithdrawal(stack().wallet(4), { channelId, amount: channel?.deposit ?? 0n })
    await indexer.sync()
    const body = { model: BASE_MODEL, messages: [{ role: 'user', content: 'Hi' }], max_tokens: 1 }
    expect(
      failure(
        await request(url, 'POST', '/v1/chat/completions', { body, headers: { authorization: `Bearer ${apiKey}` } }),
      ),
    ).toEqual({
      status: 402,
      code: 'PAYMENT_INSUFFICIENT_CREDIT',
    })
  })
}
