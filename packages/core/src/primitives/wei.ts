import type { z } from 'zod'
import { uint128Schema } from './integers.ts'

/** An amount of OPEN in wei: 10^18 wei are 1 OPEN. */
export type Wei = bigint

/** Wei per OPEN. */
export const WEI_PER_OPEN = 10n ** 18n

/** Wei as a decimal string in JSON, a bigint (uint128) here. `weiSchema.parse('5') === 5n`; `z.encode(weiSchema, 5n) === '5'`. */
export const weiSchema = uint128Schema

/** Wei as it stands in JSON. */
export type WeiText = z.input<typeof weiSchema>
