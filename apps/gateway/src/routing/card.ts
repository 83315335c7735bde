import type { CardPart } from '@openledger/core/api/generation.ts'
import type { Hash32 } from '@openledger/core/api/primitives.ts'

/** One thing that is said of a model in public. */
export type Saying = { readonly part: CardPart; readonly text: string }

/** A saying with its sentence embedding, of length 1. */
export type PlacedSaying = Saying & { readonly vector: readonly number[] }

/** What a model is about, in words that anybody may read. */
export type Card<Said = PlacedSaying> = {
  readonly modelId: Hash32
  /** As callers write it. */
  readonly name: string
  readonly sayings: readonly Said[]
}
