import { createHmac } from 'node:crypto'

/**
 * A number from 0 to 2^32 − 1 that the same words always give and nobody without the gateway's secret can tell before.
 *
 * @param secret 32 bytes, derived from the operator's key
 */
export function keyedDraw(secret: Uint8Array, ...words: readonly string[]): number {
  const hmac = createHmac('sha256', secret).update(JSON.stringify(['openledger review', ...words]))
  return hmac.digest().readUInt32BE(0)
}
