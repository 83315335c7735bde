import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'
import { hashBytes } from '../primitives/hash.ts'
import type { Hex32 } from '../primitives/hex.ts'

/** Blobs by the Keccak-256 of their bytes. `put` may be repeated. */
export type DataStore = {
  /** Keeps a blob and returns its address. */
  put(bytes: Uint8Array): Promise<Hex32>
  /** The blob at an address, as it is stored: a reader checks its hash. @throws DATA_NOT_FOUND */
  get(hash: Hex32): Promise<Uint8Array>
}

/** A DataStore in memory. `blobs` is open, so that tests can damage what is stored. */
export class MemoryDataStore implements DataStore {
  readonly blobs = new Map<Hex32, Uint8Array>()

  async put(bytes: Uint8Array): Promise<Hex32> {
    const hash = hashBytes(bytes)
    this.blobs.set(hash, bytes.slice())
    return hash
  }

  async get(hash: Hex32): Promise<Uint8Array> {
    const bytes = this.blobs.get(hash)
    if (bytes === undefined)
      throw new OpenLedgerError(coreErrors.DATA_NOT_FOUND, `No blob at ${hash}.`, { details: { hash } })
    return bytes
  }
}
