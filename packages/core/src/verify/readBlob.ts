import type { DataStore } from '../data/dataStore.ts'
import { fault } from '../epoch/fault.ts'
import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'
import { hashBytes } from '../primitives/hash.ts'
import type { Hex32 } from '../primitives/hex.ts'

/** Which published file a blob is, for whoever reads a difference. */
export type BlobName = { readonly file: string; readonly leaf?: string }

/**
 * Fetches a blob and checks that it hashes to its address.
 * @throws VERIFY_BLOB_MISSING, VERIFY_BLOB_HASH naming the file; other errors of the store as they are
 */
export async function readBlob(store: DataStore, address: Hex32, name: BlobName): Promise<Uint8Array> {
  const place = { file: `${name.file} ${address}`, leaf: name.leaf ?? '', field: 'keccak', expected: address }
  let bytes: Uint8Array
  try {
    bytes = await store.get(address)
  } catch (error) {
    const code = OpenLedgerError.find(error)?.code
    if (code === 'DATA_NOT_FOUND') throw fault(coreErrors.VERIFY_BLOB_MISSING, { ...place, found: 'no blob' })
    if (code === 'DATA_CORRUPT') throw fault(coreErrors.VERIFY_BLOB_HASH, { ...place, found: 'other bytes' })
    throw error
  }
  const found = hashBytes(bytes)
  if (found !== address) throw fault(coreErrors.VERIFY_BLOB_HASH, { ...place, found })
  return bytes
}

/**
 * Reads a blob's content by a strict parser; what the parser refuses is a fault of the blob's form.
 * @throws VERIFY_BLOB_FORM naming the file
 */
export function parseBlob<T>(bytes: Uint8Array, address: Hex32, name: BlobName, parse: (bytes: Uint8Array) => T): T {
  try {
    return parse(bytes)
  } catch (error) {
    const known = OpenLedgerError.find(error)
    if (known === undefined) throw error
    throw fault(coreErrors.VERIFY_BLOB_FORM, {
      file: `${name.file} ${address}`,
      leaf: name.leaf ?? '',
      field: 'content',
      expected: "canonical JSON of the protocol's schema",
      found: known.message,
    })
  }
}
