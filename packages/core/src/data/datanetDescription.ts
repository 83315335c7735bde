import { z } from 'zod'
import { canonicalBytes } from '../json/canonicalJson.ts'
import { hashBytes } from '../primitives/hash.ts'
import type { Hex32 } from '../primitives/hex.ts'

/** What a Datanet says of itself: the JSON whose hash is on chain (`metadataHash`). */
export const datanetDescriptionSchema = z.strictObject({
  format: z.literal('openledger.datanet-description/1'),
  title: z.string().min(1).max(120),
  /** What it is about and which records fit, in plain text. */
  text: z.string().max(8_000),
})
export type DatanetDescription = z.output<typeof datanetDescriptionSchema>

/** A description as it is stored: canonical JSON (RFC 8785). @throws CORE_JSON_INVALID for text with lone surrogates */
export function descriptionBytes(description: DatanetDescription): Uint8Array {
  return canonicalBytes(description)
}

/** The description's hash as it goes on chain. @throws CORE_JSON_INVALID */
export function descriptionHash(description: DatanetDescription): Hex32 {
  return hashBytes(descriptionBytes(description))
}
