import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { coreErrors } from '@openledger/core/errors.ts'
import { hashBytes } from '@openledger/core/primitives/hash.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { DATA_STORE_ERRORS } from './errors.ts'

/** Blobs by the Keccak-256 of their bytes, one file each: `FOLDER/ab/cdef…`. */
export type FolderDataStore = {
  /** Stores the bytes (again is harmless) and answers their address. They are on disk when it returns. */
  put(bytes: Uint8Array): Promise<Hex32>
  /** Reads a blob. Throws DATA_NOT_FOUND, or DATA_CORRUPT when the bytes no longer hash to their address. */
  get(hash: Hex32): Promise<Uint8Array>
}

/**
 * A DataStore in a folder. Writes go to a temporary file first and are renamed, so that a kill leaves
 * either the whole blob or none; reads check the bytes against the address.
 *
 * @param folder where the blobs lie; made when missing.
 * @example
 * const store = createFolderDataStore('.openledger/data')
 * const address = await store.put(new TextEncoder().encode('hello'))
 */
export function createFolderDataStore(folder: string): FolderDataStore {
  return {
    put: async (bytes) => {
      const hash = hashBytes(bytes)
      const there = await read(fileOf(folder, hash))
      if (there && hashBytes(there) === hash) return hash
      const temporary = join(folder, `.${randomUUID()}.tmp`)
      await mkdir(join(folder, hash.slice(2, 4)), { recursive: true })
      try {
        await using handle = await open(temporary, 'wx')
        await handle.writeFile(bytes)
        await handle.sync()
        await rename(temporary, fileOf(folder, hash))
      } catch (error) {
        await rm(temporary, { force: true })
        throw error
      }
      return hash
    },
    get: async (hash) => {
      const bytes = await read(fileOf(folder, hash))
      if (!bytes) throw new OpenLedgerError(coreErrors.DATA_NOT_FOUND, `Nothing is stored at ${hash}.`)
      if (hashBytes(bytes) !== hash) {
        throw new OpenLedgerError(DATA_STORE_ERRORS.DATA_CORRUPT, `What is stored at ${hash} has other bytes.`)
      }
      return bytes
    },
  }
}

function fileOf(folder: string, hash: Hex32): string {
  if (!/^0x[0-9a-f]{64}$/.test(hash)) {
    throw new OpenLedgerError(DATA_STORE_ERRORS.DATA_ADDRESS_INVALID, `${hash.slice(0, 80)} is not an address of data.`)
  }
  return join(folder, hash.slice(2, 4), hash.slice(4))
}

async function read(file: string): Promise<Uint8Array | undefined> {
  try {
    return new Uint8Array(await readFile(file))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
