import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Hex } from 'viem'
import { bytesToHex, hexToBytes } from 'viem'
import { gatewayErrors } from '../errors.ts'

const IV_BYTES = 12
const TAG_BYTES = 16

/**
 * Encrypts a private key that the gateway keeps for the database (AES-256-GCM), bound to its address.
 *
 * @param secret - 32 bytes, derived from the operator's key
 * @returns base64 of iv ‖ tag ‖ ciphertext
 */
export function sealKey(secret: Uint8Array, address: Hex, privateKey: Hex): string {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', secret, iv).setAAD(hexToBytes(address))
  const sealed = Buffer.concat([cipher.update(hexToBytes(privateKey)), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64')
}

/**
 * Reverses {@link sealKey}.
 *
 * @throws SIGNER_UNSEALING_FAILED when the secret or the address is another one, or the text was changed
 */
export function unsealKey(secret: Uint8Array, address: Hex, sealed: string): Hex {
  const bytes = Buffer.from(sealed, 'base64')
  try {
    const decipher = createDecipheriv('aes-256-gcm', secret, bytes.subarray(0, IV_BYTES)).setAAD(hexToBytes(address))
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
    return bytesToHex(Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]))
  } catch (cause) {
    throw new OpenLedgerError(gatewayErrors.SIGNER_UNSEALING_FAILED, `The key of ${address} can't be unsealed.`, {
      cause,
    })
  }
}
