import { createHash } from 'node:crypto'
import { canonicalJson } from '@openledger/core/json/canonicalJson.ts'

/** The adapter in the form that the engine loads. */
export const SERVED = 'adapter.gguf'
/** What is known of an adapter (StoredAdapter of the API), beside its files. */
export const ORIGIN = 'origin.json'

/**
 * An adapter's id: SHA-256 of the canonical JSON of the SHA-256 of its two canonical files. The same tensors under the
 * same settings have the same id, whatever source, file order, metadata or names they came with.
 * @param config and weights: SHA-256 of adapter_config.json and adapter_model.safetensors as kept, hex
 */
export function adapterIdOf(config: string, weights: string): string {
  return createHash('sha256').update(canonicalJson({ config, weights })).digest('hex')
}
