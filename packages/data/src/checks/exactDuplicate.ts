import type { OrderCheck } from './check.ts'

/** Refuses content that the Datanet already holds, whoever registered it: the first registration counts. */
export const exactDuplicate: OrderCheck = {
  name: 'exactDuplicate',
  run: ({ recordId, contributor }, { findRecord }) => {
    const earlier = findRecord(recordId)
    if (earlier === undefined) return []
    const whose = earlier.contributor === contributor ? 'you' : 'another contributor'
    return [
      {
        check: 'exactDuplicate',
        verdict: 'refuse',
        code: 'DATA_DUPLICATE',
        reason: `The same as record ${earlier.commitment}, registered earlier by ${whose}.`,
      },
    ]
  },
}
