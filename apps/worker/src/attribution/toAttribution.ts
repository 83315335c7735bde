import { METHOD } from '@openledger/core/leaves/attributionLeaf.ts'
import { type Hex32, ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import {
  type AttributionEntry,
  type AttributionInput,
  attributionWeights,
} from '@openledger/core/weights/attributionWeights.ts'
import { attributionRules } from './attributionRules.ts'

const methodNames = { 1: 'influence', 2: 'citation', 3: 'flat' } as const

/** What attribution found out about a call. */
export type CallScores = Pick<AttributionInput, 'influence' | 'citations' | 'sharePpm' | 'units' | 'datanets'> & {
  /** Facts for a person: how scores came about, or why there are none. No content. */
  readonly evidence: object
}

/** A call's attribution: its weights and what they came from, in integers. */
export type CallAttribution = {
  /** Methods that pay, joined by `+`. */
  readonly method: string
  readonly sharePpm: number
  /** Of the first record that influence pays, and the threshold of the call's first index; each entry names its own. */
  readonly indexHash: Hex32
  readonly threshold: bigint
  readonly entries: readonly AttributionEntry[]
}

/**
 * Turns a call's scores into weights.
 *
 * @throws WEIGHTS_INPUT_INVALID
 */
export function toAttribution(scores: CallScores): CallAttribution {
  const entries = attributionWeights({ ...scores, reputationPpm: new Map(), exponent: attributionRules.exponent })
  const methods = [...new Set(entries.map((entry) => entry.method))].sort()
  const [first] = scores.influence ?? []
  const influenced = entries.find((entry) => entry.method === METHOD.influence)
  return {
    method: methods.map((method) => methodNames[method]).join('+'),
    sharePpm: scores.sharePpm,
    indexHash: influenced?.indexHash ?? ZERO_HEX32,
    threshold: first?.threshold ?? scores.citations?.threshold ?? 0n,
    entries,
  }
}
