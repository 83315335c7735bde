import { createHash } from 'node:crypto'
import { canonicalJson } from '@openledger/core/json/canonicalJson.ts'
import { z } from 'zod'
import { licenceSchema } from './licence/readLicence.ts'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const fileSchema = z.strictObject({ bytes: z.int().min(0), sha256 })

/** The adapter in the form that the engine loads. */
export const SERVED = 'adapter.gguf'
export const ORIGIN = 'origin.json'

/** Name of an adapter in the store, and of its folder: see {@link adapterIdOf}. */
export const adapterIdSchema = sha256

/** What is known of an adapter in the store: its origin.json. */
export const originSchema = z.strictObject({
  format: z.literal(1),
  id: adapterIdSchema,
  /** Where it came from, without credentials. */
  source: z.string(),
  /** The hub's commit, where there is one. */
  revision: z.string().nullable(),
  /** SHA-256 of the weights file as it came. */
  weightsAsFetched: sha256,
  fetchedAt: z.iso.datetime(),
  licence: licenceSchema,
  /** The base that its shapes were held against, and what its author named as the base. */
  base: z.strictObject({
    id: z.string(),
    sha256,
    declared: z.string().nullable(),
    named: z.enum(['same', 'other', 'none']),
  }),
  /** Projections that it changes, and the greatest rank among them. */
  modules: z.int().min(1),
  rank: z.int().min(1),
  files: z.record(z.string(), fileSchema),
})

export type Origin = z.output<typeof originSchema>

/**
 * An adapter's id: SHA-256 of the canonical JSON of the SHA-256 of its two canonical files. The same tensors under the
 * same settings have the same id, whatever source, file order, metadata or names they came with.
 * @param config and weights: SHA-256 of adapter_config.json and adapter_model.safetensors as kept, hex
 */
export function adapterIdOf(config: string, weights: string): string {
  return createHash('sha256').update(canonicalJson({ config, weights })).digest('hex')
}
