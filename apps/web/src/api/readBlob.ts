import { getData } from '@openledger/core/api/dataStore.ts'
import { hashBytes } from '@openledger/core/primitives/hash.ts'
import { text } from '../text/text.ts'
import { ApiError } from './apiError.ts'
import { send } from './ask.ts'

/**
 * Reads a published blob and checks that it hashes to its address.
 * @throws ApiError of the gateway, or WEB_BLOB_ALTERED when the bytes are others
 */
export async function readBlob(hash: `0x${string}`): Promise<Uint8Array> {
  const bytes = new Uint8Array(await (await send(getData, { params: { hash } })).arrayBuffer())
  if (hashBytes(bytes) === hash) return bytes
  const { blobAltered: message, blobAlteredHint: hint } = text.state
  throw new ApiError({ code: 'WEB_BLOB_ALTERED', status: 200, message, hint })
}
