import { sql } from 'drizzle-orm'
import { integer, pgTable } from 'drizzle-orm/pg-core'
import { createdAt, hex, uint64, wei } from '../columns.ts'

/** Rights of developers to use Datanets, as granted on chain. */
export const grants = pgTable('grants', {
  grantId: hex('grant_id').primaryKey(),
  datanetId: hex('datanet_id').notNull(),
  developer: hex('developer').notNull(),
  termsHash: hex('terms_hash').notNull(),
  /** Last second at which it holds; 0: revoked. */
  expiry: uint64('expiry').notNull(),
  minDataShareBps: integer('min_data_share_bps').notNull(),
  minOutputPrice: wei('min_output_price').notNull(),
  /** Wei for each version trained on; 0 for nothing. */
  trainingFee: wei('training_fee').notNull().default(sql`0`),
  blockNumber: uint64('block_number').notNull(),
  createdAt: createdAt(),
})
