import { type CreditLeaf, compareCredits, ROLE, type Role } from '../leaves/creditLeaf.ts'
import type { Credit } from '../payout/payCall.ts'
import type { Hex32 } from '../primitives/hex.ts'
import { expectedCredits } from './expectedCredits.ts'
import type { FaultSearch } from './faultFacts.ts'
import { findPlace } from './findPlace.ts'
import type { FoundFault } from './foundFault.ts'

/** Whether a role is paid by the receipt alone, not by attributions. */
export const isService = (role: Role): boolean => role === ROLE.operator || role === ROLE.model

const keyOf = ({ account, role, commitment }: Pick<Credit, 'account' | 'role' | 'commitment'>) =>
  `${account}${role}${commitment}`

/**
 * Faults of credits: one of another call's receipt or of 0 (foreign), one that its call does not bring this account in
 * this amount (wrong), one that a call brings and that is not there (missing).
 */
export function findCreditFaults({ current, facts }: FaultSearch): FoundFault[] {
  const { attributions, credits, receipts } = current.leaves
  const found: FoundFault[] = []
  const byCall = Map.groupBy(attributions, (leaf) => leaf.callId)
  const owed = new Map<Hex32, ReadonlyMap<string, bigint>>()
  for (const [index, { receipt }] of receipts.entries()) {
    const money = expectedCredits(facts, receipt, byCall.get(receipt.callId) ?? [])
    if (money === undefined) continue
    owed.set(receipt.callId, new Map(money.credits.map((credit) => [keyOf(credit), credit.amount])))
    for (const { account, role, commitment } of money.credits) {
      const key = { account, role, commitment, callId: receipt.callId }
      const place = findPlace(credits, (leaf) => compareCredits(leaf, key))
      if (place.found) continue
      found.push(
        isService(role)
          ? { kind: 'SERVICE_CREDIT_MISSING', receipt: index, role, account, gap: place.gap }
          : { kind: 'DATA_CREDIT_MISSING', receipt: index, role, commitment, gap: place.gap },
      )
    }
  }
  for (const [leaf, credit] of credits.entries()) {
    if (receipts[credit.receipt]?.receipt.callId !== credit.callId || credit.amount === 0n)
      found.push({ kind: 'CREDIT_FOREIGN', leaf })
    else if (isWrong(credit, owed.get(credit.callId)))
      found.push({ kind: isService(credit.role) ? 'SERVICE_CREDIT_WRONG' : 'DATA_CREDIT_WRONG', leaf })
  }
  return found
}

const isWrong = (credit: CreditLeaf, owed: ReadonlyMap<string, bigint> | undefined) =>
  owed !== undefined && owed.get(keyOf(credit)) !== credit.amount
