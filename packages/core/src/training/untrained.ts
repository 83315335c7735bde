import { ZERO_HEX32 } from '../primitives/hex.ts'

/** What a model without a training of its own is registered with: its base alone, or with documents to look up. */
export const UNTRAINED = {
  adapterHash: ZERO_HEX32,
  manifestHash: ZERO_HEX32,
  logRoot: ZERO_HEX32,
  indexHash: ZERO_HEX32,
  trainingVersions: [],
} as const
