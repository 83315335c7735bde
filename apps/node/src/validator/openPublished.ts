import type { DataStore } from '@openledger/core/data/dataStore.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { coreErrors } from '@openledger/core/errors.ts'
import { createFolderDataStore } from '@openledger/db/dataStore/folderDataStore.ts'

/** Published blobs of a gateway's address (`URL/v1/data/HASH`), or of a folder; the reader checks hashes. */
export function openPublished(source: string): Pick<DataStore, 'get'> {
  if (!/^https?:\/\//.test(source)) return createFolderDataStore(source)
  return {
    get: async (hash) => {
      const response = await fetch(new URL(`/v1/data/${hash}`, source))
      if (response.ok) return new Uint8Array(await response.arrayBuffer())
      throw new OpenLedgerError(coreErrors.DATA_NOT_FOUND, `No blob at ${hash} in ${source}.`, { details: { hash } })
    },
  }
}
