import type { ModelKind } from '@openledger/core/api/models.ts'
import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { AdapterRef } from '@openledger/engine/engine.ts'
import type { ModelPrice } from './servableModel.ts'

/** A registered model of a call, as the receipt has it: its factor in ppm, and the price that is charged. */
export type CalledComponent = { readonly modelId: Hash32; readonly scalePpm: number; readonly price: ModelPrice }

/** What a call is made to: a model, or several whose adapters answer together. */
export type CalledModel = {
  /** As it stands in the answer: a model's name, or an ensemble's parts. */
  readonly name: string
  readonly kind: ModelKind
  readonly components: readonly [CalledComponent, ...CalledComponent[]]
  /** Each once, with its factor. */
  readonly adapters: readonly AdapterRef[]
  /** Version roots that its calls retrieve from, each once. */
  readonly retrievalVersions: readonly Hash32[]
}
