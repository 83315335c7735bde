import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'

/** JSON in base64 (RFC 4648 §4), as headers carry it. */
export function encodeBase64Json(value: object): string {
  const bytes = new TextEncoder().encode(JSON.stringify(value))
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}

/**
 * Reverses {@link encodeBase64Json}.
 *
 * @throws CORE_INPUT_INVALID when it is not base64, not UTF-8 or not JSON
 */
export function decodeBase64Json(text: string): unknown {
  try {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new OpenLedgerError(coreErrors.CORE_INPUT_INVALID, 'The text is not JSON in base64.', { cause })
  }
}
