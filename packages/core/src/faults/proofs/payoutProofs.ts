import type { FaultSearch } from '../faultFacts.ts'
import type { FoundFault } from '../foundFault.ts'
import { epochRuns, NO_EPOCH, NO_RUN } from './epochRuns.ts'
import { withBefore, withNext } from './runs.ts'

type PayoutFault = Extract<
  FoundFault,
  {
    kind:
      | 'CUMULATIVE_FELL'
      | 'ACCOUNT_DROPPED'
      | 'RUNNING_SUM_WRONG'
      | 'PAYOUT_WRONG'
      | 'PAYOUT_MISSING'
      | 'PAYOUT_UNCREDITED'
  }
>

/** Proofs of `contracts/src/types/PayoutProofs.sol`. */
export function payoutProof({ current, earlier }: FaultSearch, fault: PayoutFault) {
  const { epoch } = current
  const runs = epochRuns(current)
  const last = earlier.at(-1)
  const previous = last?.epoch ?? NO_EPOCH
  const runsBefore = last === undefined ? undefined : epochRuns(last)
  switch (fault.kind) {
    case 'CUMULATIVE_FELL':
      return { epoch, previous, before: runsBefore?.payout(fault.before) ?? NO_RUN, payout: runs.payout(fault.leaf) }
    case 'ACCOUNT_DROPPED':
      return {
        epoch,
        previous,
        before: runsBefore?.payout(fault.before) ?? NO_RUN,
        absent: runs.absentPayout(fault.gap),
      }
    case 'RUNNING_SUM_WRONG':
      return { epoch, credits: runs.credits(withBefore(fault.leaf)) }
    case 'PAYOUT_WRONG':
      return {
        epoch,
        previous,
        last: runs.credits(withNext(current.leaves.credits.length, fault.lastCredit)),
        payout: runs.payout(fault.leaf),
        before: runsBefore?.payoutAt(fault.before) ?? NO_RUN,
      }
    case 'PAYOUT_MISSING':
      return { epoch, credit: runs.credit(fault.credit), absent: runs.absentPayout(fault.gap) }
    case 'PAYOUT_UNCREDITED':
      return {
        epoch,
        previous,
        payout: runs.payout(fault.leaf),
        before: runsBefore?.payoutAt(fault.before) ?? NO_RUN,
        absent: runs.absentCredit(fault.gap),
      }
  }
}
