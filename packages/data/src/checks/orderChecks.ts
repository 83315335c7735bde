import type { CandidateRecord, DatanetLookup, Finding, OrderCheck } from './check.ts'
import { exactDuplicate } from './exactDuplicate.ts'
import { nearDuplicate } from './nearDuplicate.ts'

/** The checks of a record against earlier ones. */
export const orderChecks: readonly OrderCheck[] = [exactDuplicate, nearDuplicate]

/** All findings about a record against those of its Datanet that were registered before it. */
export function checkOrder(record: CandidateRecord, datanet: DatanetLookup): Finding[] {
  return orderChecks.flatMap((check) => check.run(record, datanet))
}
