import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { z } from 'zod'
import { engineErrors } from '../../errors.ts'
import { GGUF_NAMES } from '../../store/base/readBaseShape.ts'
import { readGguf } from '../../store/base/readGguf.ts'
import type { Projection } from '../../store/safetensors/loraModules.ts'

/** Where the matrices of an adapter's GGUF belong in the model that vLLM runs. */
export type BaseLayout = {
  /** By GGUF's name of a projection, `attn_q`. */
  readonly projections: ReadonlyMap<string, Projection>
  /** Heads of a projection whose rows llama.cpp keeps in another order; undefined: the order is the same. */
  readonly turnedHeads: (projection: Projection) => number | undefined
}

const headsSchema = z.object({ head_count: z.int(), head_count_kv: z.int().optional() })
const metadataSchema = z
  .object({ general: z.object({ architecture: z.enum(['llama', 'qwen2', 'qwen3']) }) })
  .and(z.record(z.string(), z.unknown()))

const projections = new Map(Object.entries(GGUF_NAMES).map(([path, name]) => [name, path as Projection]))

/**
 * Reads a base model's layout from its GGUF.
 * @throws ENGINE_MODEL_UNREADABLE for an architecture whose adapters are not known to be the same in vLLM
 */
export async function readBaseLayout(file: string): Promise<BaseLayout> {
  const { metadata } = await readGguf(file)
  const parsed = metadataSchema.safeParse(metadata)
  const architecture = parsed.data?.general.architecture
  if (architecture === undefined)
    throw new OpenLedgerError(
      engineErrors.ENGINE_MODEL_UNREADABLE,
      `${file}: adapters are written for vLLM over llama, Qwen 2 and Qwen 3 alone`,
    )
  if (architecture !== 'llama') return { projections, turnedHeads: () => undefined }
  const { attention } = z.object({ attention: headsSchema }).parse(parsed.data?.[architecture])
  const heads: Partial<Record<Projection, number>> = {
    'self_attn.q_proj': attention.head_count,
    'self_attn.k_proj': attention.head_count_kv ?? attention.head_count,
  }
  return { projections, turnedHeads: (projection) => heads[projection] }
}
