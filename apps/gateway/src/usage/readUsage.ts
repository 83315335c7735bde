import type { Address } from '@openledger/core/api/primitives.ts'
import type { Usage } from '@openledger/core/api/usage.ts'
import type { Database } from '@openledger/db/database.ts'
import { apiKeys } from '@openledger/db/schema/apiKeys.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { channels } from '@openledger/db/schema/channels.ts'
import { models } from '@openledger/db/schema/models.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { and, asc, count, eq, sql } from 'drizzle-orm'
import { isOpen, OPEN_STATUSES } from '../calls/openStatuses.ts'
import { beganIn, type Period } from './period.ts'
import { readChannelUsage } from './readChannelUsage.ts'
import { addSums, NOTHING, type Sums, toApiSums } from './sums.ts'

const sum = (what: unknown) => sql<string>`coalesce(sum(${what}), 0)::text`.mapWith(BigInt)
/** Of calls with a receipt alone: the others were not charged. */
const charged = (what: unknown) =>
  sql<string>`coalesce(sum(${what}) FILTER (WHERE ${receipts.callId} IS NOT NULL), 0)`.mapWith(Number)

/**
 * What an account's channels paid for. Everything is read of one moment, and each way of summing goes over the same rows,
 * so that all of them come to the same; what channels and keys say of themselves is set beside it, not taken for it.
 */
export async function readUsage(db: Database, account: Address, period: Period): Promise<Usage> {
  const read = async (tables: Database): Promise<Usage> => {
    const keys = await tables
      .select({ key: apiKeys })
      .from(apiKeys)
      .innerJoin(channels, eq(channels.channelId, apiKeys.channelId))
      .where(eq(channels.payer, account))
      .orderBy(asc(apiKeys.createdAt), asc(apiKeys.id))
    const day = sql<string>`to_char(${calls.startedAt} AT TIME ZONE 'UTC', 'YYYY-MM-DD')`
    const rows = await tables
      .select({
        keyId: calls.apiKeyId,
        modelId: calls.modelId,
        model: models.name,
        day,
        status: calls.status,
        calls: count(),
        charged: count(receipts.callId),
        inputTokens: charged(calls.inputTokens),
        outputTokens: charged(calls.outputTokens),
        fees: sum(receipts.fee),
        reserved: sum(calls.reservedAmount),
      })
      .from(calls)
      .innerJoin(channels, eq(channels.channelId, calls.channelId))
      .leftJoin(receipts, eq(receipts.callId, calls.callId))
      .leftJoin(models, eq(models.modelId, calls.modelId))
      .where(and(eq(channels.payer, account), beganIn(period)))
      .groupBy(calls.apiKeyId, calls.modelId, models.name, day, calls.status)
    const ended = rows.filter(({ status }) => !isOpen(status))
    const by = (group: (row: (typeof rows)[number]) => string) =>
      new Map([...Map.groupBy(ended, group)].map(([name, some]) => [name, addSums(some.map(sumsOf))]))
    const [byKey, byModel, byDay] = [by(({ keyId }) => keyId), by(({ modelId }) => modelId), by((row) => row.day)]
    const names = new Map(rows.map(({ modelId, model }) => [modelId as string, model ?? modelId]))
    const number = (status: string) =>
      rows.filter((row) => row.status === status).reduce((all, row) => all + row.calls, 0)
    return {
      account,
      from: period.from ?? null,
      to: period.to ?? null,
      total: toApiSums(addSums(ended.map(sumsOf))),
      open: OPEN_STATUSES.reduce((all, status) => all + number(status), 0),
      statuses: { settled: number('settled'), cancelled: number('cancelled'), failed: number('failed') },
      keys: keys.map(({ key }) => ({
        keyId: key.id,
        channelId: key.channelId,
        name: key.name,
        budget: key.budget === null ? null : key.budget.toString(),
        left: key.budget === null ? null : (key.budget - key.used - key.reserved).toString(),
        revokedAt: key.revokedAt === null ? null : Math.floor(key.revokedAt.getTime() / 1000),
        ...toApiSums(byKey.get(key.id) ?? NOTHING),
      })),
      models: [...byModel]
        .toSorted(([, a], [, b]) => (a.fees < b.fees ? 1 : -1))
        .map(([modelId, sums]) => ({
          modelId: modelId as `0x${string}`,
          model: names.get(modelId) ?? modelId,
          ...toApiSums(sums),
        })),
      days: [...byDay]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, sums]) => ({ day: name, ...toApiSums(sums) })),
      channels: await readChannelUsage(tables, account),
    }
  }
  return db.transaction(read, { isolationLevel: 'repeatable read', accessMode: 'read only' })
}

function sumsOf(row: Omit<Sums, 'released'> & { readonly reserved: bigint }): Sums {
  const { calls: all, charged: paid, inputTokens, outputTokens, fees, reserved } = row
  return { calls: all, charged: paid, inputTokens, outputTokens, fees, released: reserved - fees }
}
