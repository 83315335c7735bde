import { encodeAbiParameters } from 'viem'
import { z } from 'zod'
import { hashHex, hashText } from '../primitives/hash.ts'
import { type Hex32, hex32Schema } from '../primitives/hex.ts'
import { int64Schema, uint8Schema, uint32Schema, uint64Schema } from '../primitives/integers.ts'

/** EIP-712 type of a leaf of the attributions tree. */
export const ATTRIBUTION_LEAF_TYPE =
  'AttributionLeaf(bytes32 callId,uint32 receipt,bytes32 commitment,uint8 method,int64 score,uint32 sharePpm,uint64 weight,bytes32 indexHash)'
const typeHash = hashText(ATTRIBUTION_LEAF_TYPE)

/** How a weight came about. */
export const METHOD = { influence: 1, citation: 2, flat: 3 } as const
export const methodSchema = z.union([z.literal(1), z.literal(2), z.literal(3)])
export type Method = z.infer<typeof methodSchema>
/** What a `sharePpm` of 1 is. */
export const SHARE_WHOLE_PPM = 1_000_000

/**
 * What one record (flat: one Datanet, its ID in `commitment`) gets of one call. `receipt` is the index of the call's
 * receipt in the epoch's receipts tree, so that a leaf of a foreign call can be shown to be one. `method` and `sharePpm`
 * are whatever the published tree holds: what is not of {@link METHOD}, or above the whole, is a fault, not a malformed
 * file. `score` as it came
 * from the index (1e-6 of its unit) or from the citation measure (micro-nats); `weight` of 10^18;
 * `indexHash` is 0 for citations and flat. Ascending callId, commitment, method.
 */
export const attributionLeafSchema = z.strictObject({
  callId: hex32Schema,
  receipt: uint32Schema,
  commitment: hex32Schema,
  method: uint8Schema,
  score: int64Schema,
  sharePpm: uint32Schema,
  weight: uint64Schema,
  indexHash: hex32Schema,
})
export type AttributionLeaf = z.output<typeof attributionLeafSchema>

/** An attribution before it has its call. */
export type AttributionEntry = Omit<AttributionLeaf, 'callId' | 'receipt' | 'method'> & { readonly method: Method }

const parameters = [
  { type: 'bytes32' },
  { type: 'bytes32' },
  { type: 'uint32' },
  { type: 'bytes32' },
  { type: 'uint8' },
  { type: 'int64' },
  { type: 'uint32' },
  { type: 'uint64' },
  { type: 'bytes32' },
] as const

/** Leaf hash of one attribution. */
export function attributionLeaf(leaf: AttributionLeaf): Hex32 {
  return hashHex(
    encodeAbiParameters(parameters, [
      typeHash,
      leaf.callId,
      leaf.receipt,
      leaf.commitment,
      leaf.method,
      leaf.score,
      leaf.sharePpm,
      leaf.weight,
      leaf.indexHash,
    ]),
  )
}

/** Order of attributions: callId, then commitment, then method. */
export function compareAttributions(a: AttributionLeaf, b: AttributionLeaf): number {
  if (a.callId !== b.callId) return a.callId < b.callId ? -1 : 1
  if (a.commitment !== b.commitment) return a.commitment < b.commitment ? -1 : 1
  return a.method - b.method
}
