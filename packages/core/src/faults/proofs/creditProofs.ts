import type { Receipt } from '../../eip712/receipt.ts'
import { METHOD } from '../../leaves/attributionLeaf.ts'
import { ROLE } from '../../leaves/creditLeaf.ts'
import type { Hex32 } from '../../primitives/hex.ts'
import type { FaultSearch } from '../faultFacts.ts'
import type { FoundFault } from '../foundFault.ts'
import { callSpan } from './callSpan.ts'
import { epochRuns, NO_EPOCH, NO_RUN } from './epochRuns.ts'
import { NO_PLACE, recordPlace } from './recordRuns.ts'

type CreditFault = Extract<
  FoundFault,
  {
    kind:
      | 'CREDIT_FOREIGN'
      | 'SERVICE_CREDIT_WRONG'
      | 'DATA_CREDIT_WRONG'
      | 'SERVICE_CREDIT_MISSING'
      | 'DATA_CREDIT_MISSING'
      | 'TOTALS_WRONG'
      | 'CARRIED_WRONG'
  }
>

/** Proofs of `contracts/src/types/CreditProofs.sol`. */
export function creditProof(search: FaultSearch, fault: CreditFault) {
  const { current, earlier } = search
  const { epoch, leaves } = current
  const runs = epochRuns(current)
  switch (fault.kind) {
    case 'TOTALS_WRONG': {
      const previous = earlier.at(-1)?.epoch ?? NO_EPOCH
      return { epoch, previous, receipts: runs.receipts([0, leaves.receipts.length]) }
    }
    case 'CARRIED_WRONG':
      return { epoch, previous: earlier.at(-1)?.epoch ?? NO_EPOCH }
    case 'SERVICE_CREDIT_MISSING': {
      const { role, account } = fault
      return { epoch, receipt: runs.receipt(fault.receipt), role, account, absent: runs.absentCredit(fault.gap) }
    }
    case 'DATA_CREDIT_MISSING': {
      const { role, account, commitment } = fault
      return {
        epoch,
        receipt: runs.receipt(fault.receipt),
        call: runs.attributions(callSpan(current, leaves.receipts[fault.receipt]?.receipt)),
        role,
        commitment,
        place: placeFor(search, leaves.receipts[fault.receipt]?.receipt, role, commitment),
        absent: runs.absentCredit(fault.gap),
        account,
      }
    }
    default: {
      const credit = leaves.credits[fault.leaf]
      const receipt = credit === undefined ? undefined : leaves.receipts[credit.receipt]?.receipt
      const needless = receipt === undefined || (fault.kind === 'CREDIT_FOREIGN' && credit?.amount === 0n)
      const proof = {
        epoch,
        credit: runs.credit(fault.leaf),
        receipt: needless ? NO_RUN : runs.receipt(credit?.receipt ?? 0),
      }
      if (fault.kind !== 'DATA_CREDIT_WRONG' || credit === undefined) return proof
      const call = runs.attributions(callSpan(current, receipt))
      const pays = call.leaves.some(
        (leaf) => leaf.callId === credit.callId && leaf.commitment === credit.commitment && leaf.method !== METHOD.flat,
      )
      return { ...proof, call, place: pays ? placeFor(search, receipt, credit.role, credit.commitment) : NO_PLACE }
    }
  }
}

/** Where the contributor stands; only roles 4 and 5 need it. */
function placeFor({ facts }: FaultSearch, receipt: Receipt | undefined, role: number, commitment: Hex32) {
  return receipt === undefined || role === ROLE.datanetPool ? NO_PLACE : recordPlace(facts, receipt, commitment)
}
