import { canonicalBytes, canonicalHash, canonicalJson } from '@openledger/core/json/canonicalJson.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { logRoot, parseTrainingLog } from '@openledger/core/training/trainingLog.ts'

/** A training's published files and what a model is registered with. */
export type TrainingFiles = {
  readonly manifestHash: Hex32
  readonly logRoot: Hex32
  readonly blobs: { readonly manifest: Uint8Array; readonly log: Uint8Array }
}

/** Writes a manifest and a log of four steps over records, in the trainer's format. */
export function writeTraining(versionRoots: readonly Hex32[], records: readonly Hex32[]): TrainingFiles {
  const manifest = {
    kind: 'openledger.training-manifest',
    version: 1,
    base: { format: 'gguf', sha256: 'ab'.repeat(32) },
    versionRoots,
    config: { seed: 1, lrNano: 2_000_000 },
    codeHash: hashText('trainer'),
    records,
  }
  const manifestHash = canonicalHash(manifest)
  let previous = manifestHash
  let text = ''
  for (let step = 1; step <= 4; step++) {
    const measured = { lossMicro: 1_000_000 - step, lrNano: 2_000_000, gradNormMicro: 5, tokens: 64 }
    const line = { step, records, ...measured, previous }
    previous = canonicalHash(line)
    text += `${canonicalJson({ ...line, hash: previous })}\n`
  }
  const log = new TextEncoder().encode(text)
  return {
    manifestHash,
    logRoot: logRoot(parseTrainingLog(log, manifestHash)),
    blobs: { manifest: canonicalBytes(manifest), log },
  }
}
