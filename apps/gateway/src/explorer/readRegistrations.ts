import { hash32Schema } from '@openledger/core/api/primitives.ts'
import type { Registration } from '@openledger/core/api/registrations.ts'
import { splitSchema } from '@openledger/core/payout/splitFee.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { models } from '@openledger/db/schema/models.ts'
import { prices } from '@openledger/db/schema/prices.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { and, asc, count, desc, eq, inArray, like, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { GatewayServices } from '../gatewayServices.ts'

/**
 * A page of the models on chain, newest first, each with its price and what its calls came to. Three queries, however many
 * models there are.
 *
 * @param query.after where the page before ended: block and place in it
 */
export async function readRegistrations(
  { db, models: own, ledgerTime }: GatewayServices,
  query: { readonly limit: number; readonly after?: string | undefined; readonly name?: string | undefined },
): Promise<{ data: Registration[]; next: string | null }> {
  const { limit, after, name } = query
  const [block, place] = after?.split('-') ?? []
  const rows = await db
    .select()
    .from(models)
    .where(
      and(
        name === undefined ? undefined : like(models.name, `${name.replaceAll(/[\\%_]/g, '\\$&')}%`),
        after === undefined
          ? undefined
          : sql`(${models.blockNumber}, ${models.logIndex}) < (${block}::bigint, ${place}::integer)`,
      ),
    )
    .orderBy(desc(models.blockNumber), desc(models.logIndex))
    .limit(limit + 1)
  const page = rows.slice(0, limit)
  const ids = page.map(({ modelId }) => modelId)
  const now_s = BigInt(await ledgerTime())
  const set = await db
    .select()
    .from(prices)
    .where(inArray(prices.modelId, ids))
    .orderBy(asc(prices.modelId), asc(prices.priceVersion))
  const billed = await db
    .select({
      modelId: calls.modelId,
      calls: count(),
      fees: sql<string>`coalesce(sum(${receipts.fee}), 0)::text`,
    })
    .from(calls)
    .innerJoin(receipts, eq(receipts.callId, calls.callId))
    .where(inArray(calls.modelId, ids))
    .groupBy(calls.modelId)
  const roots = z.array(hash32Schema)
  const bases: readonly string[] = [own.base.hash, ...(own.embedding === undefined ? [] : [own.embedding.hash])]
  const last = page.at(-1)
  return {
    data: page.map((model) => {
      const price = set.findLast((one) => one.modelId === model.modelId && one.effectiveFrom <= now_s)
      const sums = billed.find((one) => one.modelId === model.modelId)
      return {
        modelId: model.modelId,
        name: model.name,
        developer: model.developer,
        owner: model.owner,
        registeredAt: Math.floor(model.createdAt.getTime() / 1_000),
        here: bases.includes(model.baseHash),
        trained: roots.parse(model.trainingVersions).length,
        retrieves: roots.parse(model.retrievalVersions).length,
        dataBps: splitSchema.parse(model.split).data,
        price:
          price === undefined
            ? null
            : {
                version: price.priceVersion,
                inputPrice: price.inputPrice.toString(),
                outputPrice: price.outputPrice.toString(),
              },
        calls: sums?.calls ?? 0,
        fees: sums?.fees ?? '0',
      }
    }),
    next: last === undefined || rows.length <= limit ? null : `${last.blockNumber}-${last.logIndex}`,
  }
}
