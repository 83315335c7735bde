import type { Receipt } from '../eip712/receipt.ts'
import { fault } from '../epoch/fault.ts'
import { coreErrors } from '../errors.ts'
import { canonicalJson } from '../json/canonicalJson.ts'
import { saltedHash } from '../primitives/hash.ts'
import type { Hex32 } from '../primitives/hex.ts'

/** What a caller asked and was answered, and the salt that opens the receipt's hashes of it. */
export type CallWords = {
  readonly salt: Hex32
  readonly messages: readonly { readonly role: string; readonly content: string }[]
  readonly answer: string
}

/** Checks that a receipt is of these very words. @throws CONTENT_WRONG */
export function checkWords(receipt: Receipt, { salt, messages, answer }: CallWords): void {
  const plain = messages.map(({ role, content }) => ({ role, content }))
  const found = {
    requestHash: saltedHash(salt, canonicalJson(plain)),
    responseHash: saltedHash(salt, answer),
  }
  for (const field of ['requestHash', 'responseHash'] as const) {
    if (found[field] === receipt[field]) continue
    const place = { file: 'receipt', leaf: '', field, expected: receipt[field], found: found[field] }
    throw fault(coreErrors.CONTENT_WRONG, place)
  }
}
