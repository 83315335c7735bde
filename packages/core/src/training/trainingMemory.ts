import type { BaseShape } from '../bases/baseCard.ts'

/** What a training's memory depends on. */
export type MemoryFacts = {
  readonly shape: BaseShape
  /** Weights of the base. */
  readonly parameters: number
  /** Bytes of the served file, where its 4-bit blocks stay as they are (`quantisation: '4bit'`). */
  readonly packedBytes?: number | undefined
  readonly rank: number
  /** Examples of a step, and tokens of the longest. */
  readonly batchSize: number
  readonly tokens: number
}

const FLOAT_BYTES = 4
/** Python, PyTorch and its libraries, before a model is loaded. */
const RUNTIME_BYTES = 700_000_000
/** Adapter, gradient, the optimiser's two moments, and a copy of the best weights. */
const COPIES_OF_ADAPTER = 5
/** Copies of a step's logits while its loss and their gradient are taken. */
const COPIES_OF_LOGITS = 3

/**
 * Bytes that a LoRA training takes, in 32-bit floats on a CPU: the base's weights, the adapter on all seven projections,
 * and what a step keeps to go back through. An estimate that is meant to be above what is used.
 */
export function trainingMemory({ shape, parameters, packedBytes, rank, batchSize, tokens }: MemoryFacts): number {
  const { layers, width, feedForward, heads, kvHeads, headSize, vocabulary } = shape
  const [query, keyValue] = [heads * headSize, kvHeads * headSize]
  // In + out of each projection: q, k, v, o, gate, up, down.
  const sides = 2 * (width + query) + 2 * (width + keyValue) + 3 * (width + feedForward)
  const adapter = layers * rank * sides * COPIES_OF_ADAPTER
  const rows = batchSize * tokens
  const perToken = layers * (8 * width + 2 * (query + 2 * keyValue) + 4 * feedForward + 8 * rank)
  const attention = layers * batchSize * heads * tokens * tokens
  const logits = rows * vocabulary * COPIES_OF_LOGITS
  // Packed, the words' vectors are floats all the same.
  const base = packedBytes === undefined ? FLOAT_BYTES * parameters : packedBytes + FLOAT_BYTES * vocabulary * width
  return RUNTIME_BYTES + base + FLOAT_BYTES * (adapter + rows * perToken + attention + logits)
}
