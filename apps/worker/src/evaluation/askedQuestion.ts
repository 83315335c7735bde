import type { Hex32 } from '@openledger/core/primitives/hex.ts'

/** A question of an evaluation: given by the developer, or made of a record. */
export type AskedQuestion = {
  readonly prompts: readonly string[]
  readonly answer: string
  readonly group: string
  /** The record that it is, and its Datanet. */
  readonly record?: { readonly commitment: Hex32; readonly datanetId: Hex32 }
}
