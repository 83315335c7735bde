import { createHash } from 'node:crypto'
import { storedAdapterSchema } from '@openledger/core/api/adapters.ts'
import { canonicalJson } from '@openledger/core/json/canonicalJson.ts'
import { z } from 'zod'

/** The adapter in the form that the engine loads. */
export const SERVED = 'adapter.gguf'
export const ORIGIN = 'origin.json'

/** What is known of an adapter in the store: its origin.json. */
export const originSchema = storedAdapterSchema.extend({ format: z.literal(1) })
export type Origin = z.output<typeof originSchema>

/**
 * An adapter's id: SHA-256 of the canonical JSON of the SHA-256 of its two canonical files. The same tensors under the
 * same settings have the same id, whatever source, file order, metadata or names they came with.
 * @param config and weights: SHA-256 of adapter_config.json and adapter_model.safetensors as kept, hex
 */
export function adapterIdOf(config: string, weights: string): string {
  return createHash('sha256').update(canonicalJson({ config, weights })).digest('hex')
}
