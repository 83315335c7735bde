import { integer, pgTable, primaryKey } from 'drizzle-orm/pg-core'
import { createdAt, hex, uint64, wei } from '../columns.ts'

/** Prices of models as set on chain, in wei per token. */
export const prices = pgTable(
  'prices',
  {
    modelId: hex('model_id').notNull(),
    priceVersion: integer('price_version').notNull(),
    inputPrice: wei('input_price').notNull(),
    outputPrice: wei('output_price').notNull(),
    /** Unix seconds from which the price holds. */
    effectiveFrom: uint64('effective_from').notNull(),
    blockNumber: uint64('block_number').notNull(),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.modelId, table.priceVersion] })],
)
