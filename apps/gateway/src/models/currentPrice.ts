import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { Database } from '@openledger/db/database.ts'
import { prices } from '@openledger/db/schema/prices.ts'
import { desc, eq } from 'drizzle-orm'
import type { DatedPrice, ModelPrice } from './servableModel.ts'

/** All prices of a model, those to come included, newest version first. */
export async function readPrices(db: Database, modelId: Hash32): Promise<DatedPrice[]> {
  const rows = await db.select().from(prices).where(eq(prices.modelId, modelId)).orderBy(desc(prices.priceVersion))
  return rows.map(({ priceVersion, inputPrice, outputPrice, effectiveFrom }) => ({
    version: priceVersion,
    inputPrice,
    outputPrice,
    effectiveFrom,
  }))
}

/**
 * The newest price version in effect.
 *
 * @param prices - newest version first
 * @param now_s - ledger time
 * @returns undefined when none is
 */
export function currentPrice(prices: readonly DatedPrice[], now_s: number): ModelPrice | undefined {
  const price = prices.find(({ effectiveFrom }) => effectiveFrom <= BigInt(now_s))
  if (price === undefined) return undefined
  const { version, inputPrice, outputPrice } = price
  return { version, inputPrice, outputPrice }
}
