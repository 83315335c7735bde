import { bytesToHex, concatBytes, hexToBytes, stringToBytes } from 'viem'
import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'
import { type Hex32, hex32Schema } from '../primitives/hex.ts'

/** An X25519 key pair, raw: what seals to `publicKey` only `privateKey` opens. */
export type SealKey = { readonly publicKey: Hex32; readonly privateKey: Hex32 }

/** PKCS #8 of an X25519 private key up to its 32 raw bytes (RFC 8410). */
const PKCS8_HEAD = hexToBytes('0x302e020100300506032b656e04220420')
const ALGORITHM = 'X25519'
const NONCE_BYTES = 12

const raw = (bytes: Uint8Array) => hex32Schema.parse(bytesToHex(bytes))
const own = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes)

/** Draws a key pair. */
export async function createSealKey(): Promise<SealKey> {
  const pair = await crypto.subtle.generateKey(ALGORITHM, true, ['deriveBits'])
  if (!('privateKey' in pair)) throw new TypeError('X25519 keys come in pairs')
  const [publicKey, pkcs8] = await Promise.all([
    crypto.subtle.exportKey('raw', pair.publicKey),
    crypto.subtle.exportKey('pkcs8', pair.privateKey),
  ])
  return {
    publicKey: raw(new Uint8Array(publicKey)),
    privateKey: raw(new Uint8Array(pkcs8).subarray(PKCS8_HEAD.length)),
  }
}

/**
 * Encrypts to a public key: X25519 with a key drawn for this message, HKDF-SHA-256, AES-256-GCM.
 * @param context what the message is for; opening it as something else fails
 * @returns the drawn public key, a nonce, and the ciphertext with its tag, one after the other
 */
export async function seal(publicKey: Hex32, message: Uint8Array, context: string): Promise<Uint8Array> {
  const drawn = await createSealKey()
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
  const key = await sharedKey(drawn.privateKey, publicKey, drawn.publicKey, publicKey, context)
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, key, own(message))
  return concatBytes([hexToBytes(drawn.publicKey), nonce, new Uint8Array(sealed)])
}

/**
 * Opens what {@link seal} made.
 * @throws SEAL_BROKEN when it was sealed to another key or for another context, or was changed
 */
export async function openSealed(key: SealKey, sealed: Uint8Array, context: string): Promise<Uint8Array> {
  try {
    const drawn = raw(sealed.subarray(0, 32))
    const nonce = own(sealed.subarray(32, 32 + NONCE_BYTES))
    const shared = await sharedKey(key.privateKey, drawn, drawn, key.publicKey, context)
    const body = own(sealed.subarray(32 + NONCE_BYTES))
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: nonce }, shared, body))
  } catch (cause) {
    throw new OpenLedgerError(coreErrors.SEAL_BROKEN, 'This is not sealed to the key, or was changed.', { cause })
  }
}

async function sharedKey(privateKey: Hex32, peer: Hex32, drawn: Hex32, recipient: Hex32, context: string) {
  const pkcs8 = concatBytes([PKCS8_HEAD, hexToBytes(privateKey)])
  const mine = await crypto.subtle.importKey('pkcs8', own(pkcs8), ALGORITHM, false, ['deriveBits'])
  const theirs = await crypto.subtle.importKey('raw', own(hexToBytes(peer)), ALGORITHM, false, [])
  const secret = await crypto.subtle.deriveBits({ name: ALGORITHM, public: theirs }, mine, 256)
  const material = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey'])
  const salt = own(concatBytes([hexToBytes(drawn), hexToBytes(recipient)]))
  const info = own(stringToBytes(`openledger ${context}`))
  return crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt, info },
    material,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  )
}
