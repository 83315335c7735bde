import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { createOrderChecker, type OrderChecker } from './createOrderChecker.ts'

/** What a process remembers of a Datanet's records, and of which run of the checks it was the outcome. */
export type RememberedChecker = { readonly checker: OrderChecker; run: string | undefined }

/** Records that all remembered Datanets together may have; about 3 KiB of memory each. */
const RECORDS_MAX = 250_000

/** Remembered Datanets, the last asked for last. */
export type DatanetCheckers = { readonly of: (datanetId: Hash32) => RememberedChecker }

/** An empty memory. Datanets that were not asked for the longest are forgotten when there are too many records. */
export function createDatanetCheckers(recordsMax = RECORDS_MAX): DatanetCheckers {
  const remembered = new Map<Hash32, RememberedChecker>()
  return {
    of: (datanetId) => {
      const found = remembered.get(datanetId) ?? { checker: createOrderChecker(), run: undefined }
      remembered.delete(datanetId)
      remembered.set(datanetId, found)
      let records = [...remembered.values()].reduce((sum, { checker }) => sum + checker.size(), 0)
      for (const [other, { checker }] of remembered) {
        if (records <= recordsMax || other === datanetId) break
        remembered.delete(other)
        records -= checker.size()
      }
      return found
    },
  }
}

/**
 * The memory of this process. Each use proves it against the database (checkDatanet.ts), so whoever else writes there, or
 * a transaction that is taken back, makes it slower, never wrong.
 */
export const processCheckers: DatanetCheckers = createDatanetCheckers()
