import { z } from 'zod'
import { canonicalHash } from '../json/canonicalJson.ts'
import { parseCanonical } from '../json/parseCanonical.ts'
import { type Hex32, hex32Schema } from '../primitives/hex.ts'

/**
 * The training manifest as the trainer writes it: every input of a training. The fields below are
 * those that the protocol reads; settings (`config`, `libraries`, …) belong to the trainer, and the
 * hash covers them all.
 */
export const trainingManifestSchema = z.looseObject({
  kind: z.literal('openledger.training-manifest'),
  version: z.literal(1),
  base: z.looseObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  versionRoots: z.array(hex32Schema).min(1),
  codeHash: hex32Schema,
  records: z.array(hex32Schema),
})
export type TrainingManifest = z.output<typeof trainingManifestSchema>

/** Reads manifest.json strictly. @throws CORE_JSON_NOT_CANONICAL, CORE_INPUT_INVALID */
export function parseTrainingManifest(bytes: Uint8Array): TrainingManifest {
  return parseCanonical(trainingManifestSchema, bytes, 'training manifest')
}

/** keccak of the canonical manifest: `manifestHash` of the model, and the training log's first `previous`. */
export function trainingManifestHash(manifest: TrainingManifest): Hex32 {
  return canonicalHash(manifest)
}
