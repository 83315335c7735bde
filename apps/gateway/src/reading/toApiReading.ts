import type { Reading } from '@openledger/core/api/access.ts'
import type { ReadingOf } from './readingOf.ts'

/** Somebody's right to read as the API shows it. */
export function toApiReading({ visibility, right, refusal }: ReadingOf): Reading {
  return { visibility, right, refusal: refusal === undefined ? null : { code: refusal.code, message: refusal.message } }
}
