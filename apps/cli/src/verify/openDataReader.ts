import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DataStore } from '@openledger/core/data/dataStore.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { coreErrors } from '@openledger/core/errors.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { cliErrors } from '../errors.ts'

/** Reading published blobs; nothing is checked here: the verifier hashes what it gets. */
export type DataReader = Pick<DataStore, 'get'>

const missing = (hash: Hex32, where: string, cause?: unknown) =>
  new OpenLedgerError(coreErrors.DATA_NOT_FOUND, `No blob at ${hash} in ${where}`, { cause, details: { hash } })

/**
 * Published data from a folder (`FOLDER/ab/cdef…`, as an operator keeps it) or from a gateway's address
 * (`URL/v1/data/HASH`).
 * @param source a path or an http(s) URL
 */
export function openDataReader(source: string): DataReader {
  if (!/^https?:\/\//.test(source)) {
    return {
      get: async (hash) => {
        try {
          return new Uint8Array(await readFile(join(source, hash.slice(2, 4), hash.slice(4))))
        } catch (cause) {
          throw missing(hash, source, cause)
        }
      },
    }
  }
  return {
    get: async (hash) => {
      const response = await fetch(new URL(`/v1/data/${hash}`, source))
      if (!response.ok) throw missing(hash, source)
      return new Uint8Array(await response.arrayBuffer())
    },
  }
}

/** The same as a store that keeps nothing new. @throws CLI_USAGE when something is put */
export function openReadOnlyStore(source: string): DataStore {
  return {
    get: openDataReader(source).get,
    put: () => Promise.reject(new OpenLedgerError(cliErrors.CLI_USAGE, 'A verifier publishes nothing')),
  }
}
