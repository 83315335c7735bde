import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { Database } from '@openledger/db/database.ts'
import { prices } from '@openledger/db/schema/prices.ts'
import { and, desc, eq, lte } from 'drizzle-orm'
import type { ModelPrice } from './servableModel.ts'

/**
 * The newest price version in effect.
 *
 * @param now_s - ledger time
 * @returns undefined when the chain has none for the model
 */
export async function currentPrice(db: Database, modelId: Hash32, now_s: number): Promise<ModelPrice | undefined> {
  const [row] = await db
    .select()
    .from(prices)
    .where(and(eq(prices.modelId, modelId), lte(prices.effectiveFrom, BigInt(now_s))))
    .orderBy(desc(prices.priceVersion))
    .limit(1)
  return row === undefined
    ? undefined
    : { version: row.priceVersion, inputPrice: row.inputPrice, outputPrice: row.outputPrice }
}
