import type { StoredAdapter } from '@openledger/core/api/adapters.ts'
import type { Origin } from '@openledger/engine/store/origin.ts'

/** An adapter of the store as the API shows it. */
export function toApiAdapter({ format: _, ...adapter }: Origin): StoredAdapter {
  return adapter
}
