import type { OrderCheck } from './check.ts'

/**
 * Refuses what is nearly the same as an earlier record of another contributor, or says the same in other words. Nearly the same as one's own earlier
 * record is taken, with a mark: both are one unit and share one income.
 */
export const nearDuplicate: OrderCheck = {
  name: 'nearDuplicate',
  run: ({ recordId, contributor, content }, { findNearDuplicate }) => {
    const earlier = findNearDuplicate(content)
    if (earlier === undefined || earlier.recordId === recordId) return []
    const how = earlier.inOtherWords
      ? 'Says in other words the same as'
      : `Nearly the same (${Math.floor(earlier.similarity * 100)}%) as`
    return earlier.contributor === contributor
      ? [
          {
            check: 'nearDuplicate',
            verdict: 'mark',
            code: 'DATA_NEAR_DUPLICATE_OWN',
            reason: `${how} your own record ${earlier.commitment}; the two count as one.`,
          },
        ]
      : [
          {
            check: 'nearDuplicate',
            verdict: 'refuse',
            code: 'DATA_NEAR_DUPLICATE',
            reason: `${how} record ${earlier.commitment}, registered earlier by another contributor.`,
          },
        ]
  },
}
