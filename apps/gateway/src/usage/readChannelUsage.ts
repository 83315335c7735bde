import type { Address } from '@openledger/core/api/primitives.ts'
import type { ChannelUsage } from '@openledger/core/api/usage.ts'
import type { Database } from '@openledger/db/database.ts'
import { apiKeys } from '@openledger/db/schema/apiKeys.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { chainEvents } from '@openledger/db/schema/chainEvents.ts'
import { channels } from '@openledger/db/schema/channels.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { and, asc, eq, inArray, max, sql } from 'drizzle-orm'
import { freeCredit } from '../calls/channelCredit.ts'
import { OPEN_STATUSES } from '../calls/openStatuses.ts'

const PAYMENTS = ['Deposited', 'Withdrawn', 'ChannelRefunded'] as const

/**
 * An account's channels, each with what its receipts, its last voucher, its keys, its open calls and the chain's events
 * come to by themselves. The invariant: all of them agree with the channel, to the wei; where they do not, `differences`
 * says by how much.
 *
 * @param db best a transaction that sees one moment
 */
export async function readChannelUsage(db: Database, payer: Address): Promise<ChannelUsage[]> {
  const rows = await db
    .select()
    .from(channels)
    .where(eq(channels.payer, payer))
    .orderBy(asc(channels.createdAt), asc(channels.channelId))
  const ids = rows.map(({ channelId }) => channelId)
  if (ids.length === 0) return []
  const total = (what: unknown) => sql<string>`coalesce(sum(${what}), 0)::text`.mapWith(BigInt)
  const billed = await db
    .select({ id: receipts.channelId, sum: total(receipts.fee), last: max(receipts.cumulativeAfter) })
    .from(receipts)
    .where(inArray(receipts.channelId, ids))
    .groupBy(receipts.channelId)
  const byKeys = await db
    .select({ id: apiKeys.channelId, sum: total(apiKeys.used) })
    .from(apiKeys)
    .where(inArray(apiKeys.channelId, ids))
    .groupBy(apiKeys.channelId)
  const open = await db
    .select({ id: calls.channelId, sum: total(calls.reservedAmount) })
    .from(calls)
    .where(and(inArray(calls.channelId, ids), inArray(calls.status, [...OPEN_STATUSES])))
    .groupBy(calls.channelId)
  const payments = await db
    .select({
      id: chainEvents.subject,
      name: chainEvents.name,
      sum: total(sql`rtrim(${chainEvents.args}->>'amount', 'n')::numeric`),
    })
    .from(chainEvents)
    .where(and(inArray(chainEvents.subject, ids), inArray(chainEvents.name, [...PAYMENTS])))
    .groupBy(chainEvents.subject, chainEvents.name)
  return rows.map((channel) => {
    const of = <Row extends { readonly id: string | null }>(some: readonly Row[]) =>
      some.find(({ id }) => id === channel.channelId)
    const paid = (name: (typeof PAYMENTS)[number]) => of(payments.filter((row) => row.name === name))?.sum ?? 0n
    const voucher = of(billed)?.last ?? 0n
    const { used: spent, reserved, deposit } = channel
    const difference = (found: bigint, stated: bigint) => (found - stated).toString()
    return {
      channelId: channel.channelId,
      deposited: paid('Deposited').toString(),
      withdrawn: paid('Withdrawn').toString(),
      refunded: paid('ChannelRefunded').toString(),
      deposit: deposit.toString(),
      spent: spent.toString(),
      reserved: reserved.toString(),
      withdrawal: channel.withdrawalAmount.toString(),
      left: freeCredit(channel).toString(),
      collected: channel.collected.toString(),
      receipts: Number(channel.lastSequence),
      voucher: voucher.toString(),
      signerCap: channel.signerCap.toString(),
      signerExpiry: Number(channel.signerExpiry),
      differences: {
        receipts: difference(of(billed)?.sum ?? 0n, spent),
        voucher: difference(voucher, spent),
        keys: difference(of(byKeys)?.sum ?? 0n, spent),
        reserved: difference(of(open)?.sum ?? 0n, reserved),
        deposit: difference(paid('Deposited') - paid('Withdrawn') - paid('ChannelRefunded'), deposit),
      },
    }
  })
}
