import { zipSync } from 'fflate'

/** A Word document that unpacks to a thousand times its size. */
export function makeBomb(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(zipSync({ 'word/document.xml': new Uint8Array(80 * 2 ** 20) }, { level: 9 }))
}
