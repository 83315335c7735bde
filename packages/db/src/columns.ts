import { bigint, numeric, text, timestamp } from 'drizzle-orm/pg-core'

/** Lower-case 0x hex: a hash, an id, an address or bytes. */
export type Hex = `0x${string}`

/** Column of lower-case 0x hex. */
export const hex = (name: string) => text(name).$type<Hex>()

/** Column of an amount in wei (uint256 at most) as a bigint. */
export const wei = (name: string) => numeric(name, { precision: 78, scale: 0, mode: 'bigint' })

/** Column of an unsigned 64-bit number below 2^63 (block, sequence, epoch) as a bigint. */
export const uint64 = (name: string) => bigint(name, { mode: 'bigint' })

/** Column of a moment (timestamptz) as a Date. */
export const time = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

/** When the row was written. */
export const createdAt = () => time('created_at').notNull().defaultNow()

/** When the row was last changed; the writer sets it. */
export const updatedAt = () => time('updated_at').notNull().defaultNow()
