import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { z } from 'zod'
import { storeErrors } from '../errors.ts'
import type { Projection } from '../safetensors/loraModules.ts'
import { readGguf } from './readGguf.ts'

/** GGUF's names of the projections. */
export const GGUF_NAMES: Readonly<Record<Projection, string>> = {
  'self_attn.q_proj': 'attn_q',
  'self_attn.k_proj': 'attn_k',
  'self_attn.v_proj': 'attn_v',
  'self_attn.o_proj': 'attn_output',
  'mlp.gate_proj': 'ffn_gate',
  'mlp.up_proj': 'ffn_up',
  'mlp.down_proj': 'ffn_down',
}

/** What of a base model an adapter must fit. */
export type BaseShape = {
  readonly layers: number
  /** Attention heads, and those of keys and values. */
  readonly heads: number
  readonly kvHeads: number
  /** [in, out] of a projection's weight; undefined where the layer has none. */
  readonly sides: (layer: number, projection: Projection) => readonly [number, number] | undefined
}

const metadataSchema = z.object({
  general: z.object({ architecture: z.literal('llama') }),
  llama: z.object({
    block_count: z.int(),
    attention: z.object({ head_count: z.int(), head_count_kv: z.int().optional() }),
  }),
})

/**
 * Reads the shape of a llama model from its GGUF.
 * @throws ADAPTER_BASE_MISMATCH when the base has another architecture
 */
export async function readBaseShape(file: string): Promise<BaseShape> {
  const { metadata, tensorInfo } = await readGguf(file)
  const parsed = metadataSchema.safeParse(metadata)
  if (!parsed.success) {
    throw new OpenLedgerError(
      storeErrors.ADAPTER_BASE_MISMATCH,
      'This node’s base is no llama model: it takes no adapters.',
    )
  }
  const { block_count, attention } = parsed.data.llama
  const sides = new Map((tensorInfo ?? []).map(({ name, dimensions }) => [name, dimensions.map(Number)]))
  return {
    layers: block_count,
    heads: attention.head_count,
    kvHeads: attention.head_count_kv ?? attention.head_count,
    sides: (layer, projection) => {
      const [input, output] = sides.get(`blk.${layer}.${GGUF_NAMES[projection]}.weight`) ?? []
      return input === undefined || output === undefined ? undefined : [input, output]
    },
  }
}
