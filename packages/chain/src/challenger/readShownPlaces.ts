import type { Epoch } from '@openledger/core/epoch/epoch.ts'
import type { ShownPlace } from '@openledger/core/faults/shownRecord.ts'
import { addressSchema, toAddress } from '@openledger/core/primitives/address.ts'
import { hex32Schema } from '@openledger/core/primitives/hex.ts'
import { BaseError, decodeAbiParameters, type Hex } from 'viem'
import { ZodError, z } from 'zod'
import type { Chain } from '../clients/createChain.ts'
import { shownParameter } from './encodeAnswer.ts'
import { answeredChunks, readAnswer } from './readAnswer.ts'

const versionRunSchema = z.object({
  first: z.int(),
  leaves: z.array(
    z.object({ commitment: hex32Schema, contributor: z.string().transform(toAddress).pipe(addressSchema) }),
  ),
  siblings: z.array(hex32Schema),
})

const originSchema = z.object({
  attribution: z.object({ leaves: z.array(z.object({ callId: hex32Schema, commitment: hex32Schema })).length(1) }),
  place: z.object({ absent: z.array(versionRunSchema), present: versionRunSchema }),
})

/** An attribution, and the place of its record as it was shown on chain. */
export type ShownAttribution = ShownPlace & { readonly leaf: number }

/**
 * The records of a posted epoch whose origin was demanded and shown on chain. The contract checked each; whoever does not
 * trust the RPC compares two. What this RPC does not tell is left out.
 * @throws CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED, CHAIN_ANSWER_INVALID
 */
export async function readShownPlaces(chain: Chain, epoch: Epoch): Promise<ShownAttribution[]> {
  const shown: ShownAttribution[] = []
  for (const answered of await answeredChunks(chain, epoch)) {
    if (answered.tree !== 'records') continue
    const origin = await readAnswer(chain, answered)
    const read = origin === undefined ? undefined : decodeOrigin(origin)
    const [entry] = read?.attribution.leaves ?? []
    if (read !== undefined && entry !== undefined) shown.push({ leaf: answered.chunk, ...entry, place: read.place })
  }
  return shown
}

/** What the RPC told as an origin; undefined where it is none. */
function decodeOrigin(encoded: Hex): z.output<typeof originSchema> | undefined {
  try {
    return originSchema.parse(decodeAbiParameters([shownParameter('requireRecordOrigin')], encoded)[0])
  } catch (error) {
    if (error instanceof BaseError || error instanceof ZodError) return undefined
    throw error
  }
}
