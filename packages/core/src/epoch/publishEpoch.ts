import type { DataStore } from '../data/dataStore.ts'
import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'
import type { Hex32 } from '../primitives/hex.ts'
import type { BuiltEpoch } from './buildEpoch.ts'

/**
 * Puts an epoch's blobs into a store, the manifest last. May be repeated.
 * @returns the epoch's data commitment
 * @throws VERIFY_BLOB_HASH when the store answers another address
 */
export async function publishEpoch(built: Pick<BuiltEpoch, 'epoch' | 'blobs'>, store: DataStore): Promise<Hex32> {
  const { dataCommitment } = built.epoch
  const rest = [...built.blobs].filter(([hash]) => hash !== dataCommitment)
  const last = [...built.blobs].filter(([hash]) => hash === dataCommitment)
  for (const [hash, bytes] of [...rest, ...last]) {
    const address = await store.put(bytes)
    if (address !== hash)
      throw new OpenLedgerError(coreErrors.VERIFY_BLOB_HASH, `The store keeps ${hash} at ${address}.`)
  }
  return dataCommitment
}
