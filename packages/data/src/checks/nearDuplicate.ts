import type { OrderCheck } from './check.ts'

/**
 * Refuses what is nearly the same as an earlier record of another contributor. Nearly the same as one's own earlier
 * record is taken, with a mark: both are one unit and share one income.
 */
export const nearDuplicate: OrderCheck = {
  name: 'nearDuplicate',
  run: ({ recordId, contributor, content }, { findNearDuplicate }) => {
    const earlier = findNearDuplicate(content)
    if (earlier === undefined || earlier.recordId === recordId) return []
    const percent = Math.floor(earlier.similarity * 100)
    return earlier.contributor === contributor
      ? [
          {
            check: 'nearDuplicate',
            verdict: 'mark',
            code: 'DATA_NEAR_DUPLICATE_OWN',
            reason: `Nearly the same (${percent}%) as your own record ${earlier.commitment}; the two count as one.`,
          },
        ]
      : [
          {
            check: 'nearDuplicate',
            verdict: 'refuse',
            code: 'DATA_NEAR_DUPLICATE',
            reason: `Nearly the same (${percent}%) as record ${earlier.commitment}, registered earlier by another contributor.`,
          },
        ]
  },
}
