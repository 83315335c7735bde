import type { ReviewOutcome } from '@openledger/data/review/review.ts'

/** An outcome as contributors read it: who decided stays untold. */
export function toApiOutcome({ verdict, by, reason, note, at }: ReviewOutcome) {
  return { verdict, by, reason, note, at }
}
