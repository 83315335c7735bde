import type { ModelKind } from '@openledger/core/api/models.ts'
import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { AdapterRef } from '@openledger/engine/engine.ts'

/** A price version in wei per token. */
export type ModelPrice = { readonly version: number; readonly inputPrice: bigint; readonly outputPrice: bigint }

/** A price and the Unix second from which it holds. */
export type DatedPrice = ModelPrice & { readonly effectiveFrom: bigint }

/** A model that can be called now: on chain, priced, its files here. */
export type ServableModel = {
  readonly modelId: Hash32
  /** As callers write it in `model`. */
  readonly name: string
  readonly kind: ModelKind
  readonly price: ModelPrice
  /** None for the base model itself. */
  readonly adapters: readonly AdapterRef[]
  /** Version roots that its calls retrieve from. */
  readonly retrievalVersions: readonly Hash32[]
}

/** What is known of a model that can be served, whatever it costs. */
export type KnownModel = {
  readonly model: Omit<ServableModel, 'price'>
  readonly prices: readonly DatedPrice[]
  /** When it was read, by the process's monotonic clock. */
  readonly read_ms: number
}
