import { bytesToHex, hexToBytes } from 'viem'
import { z } from 'zod'
import { canonicalBytes } from '../json/canonicalJson.ts'
import { parseCanonical } from '../json/parseCanonical.ts'
import { type Address, addressSchema } from '../primitives/address.ts'
import { type Hex32, hex32Schema } from '../primitives/hex.ts'
import { openSealed, type SealKey, seal } from './sealBox.ts'

/** What an operator publishes for a committee: the content once for each member, sealed to its key. */
const handOverSchema = z.strictObject({
  kind: z.literal('openledger.handover'),
  version: z.literal(1),
  requestId: hex32Schema,
  parts: z
    .array(
      z.strictObject({ member: addressSchema, sealed: z.templateLiteral(['0x', z.string().regex(/^[0-9a-f]*$/)]) }),
    )
    .min(1)
    .max(15),
})

const contextOf = (requestId: Hex32, member: Address) => `hand-over ${requestId} ${member}`

/** Seals a call's content to each member; the bytes are published and their hash goes on chain. */
export async function makeHandOver(
  requestId: Hex32,
  content: Uint8Array,
  members: readonly { readonly member: Address; readonly publicKey: Hex32 }[],
): Promise<Uint8Array> {
  const parts = await Promise.all(
    members.map(async ({ member, publicKey }) => ({
      member,
      sealed: bytesToHex(await seal(publicKey, content, contextOf(requestId, member))),
    })),
  )
  return canonicalBytes({ kind: 'openledger.handover', version: 1, requestId, parts })
}

/**
 * Opens a member's part of a hand-over.
 * @returns undefined when there is no part of this request for the member
 * @throws SEAL_BROKEN, CORE_JSON_NOT_CANONICAL, CORE_INPUT_INVALID
 */
export async function openHandOver(
  bytes: Uint8Array,
  requestId: Hex32,
  member: Address,
  key: SealKey,
): Promise<Uint8Array | undefined> {
  const handOver = parseCanonical(handOverSchema, bytes, 'a hand-over')
  const part = handOver.parts.find((each) => each.member === member)
  if (handOver.requestId !== requestId || part === undefined) return undefined
  return openSealed(key, hexToBytes(part.sealed), contextOf(requestId, member))
}
