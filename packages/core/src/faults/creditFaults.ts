import { type CreditLeaf, compareCredits, ROLE } from '../leaves/creditLeaf.ts'
import type { Hex32 } from '../primitives/hex.ts'
import { expectedCredits } from './expectedCredits.ts'
import type { FaultSearch } from './faultFacts.ts'
import { findPlace } from './findPlace.ts'
import type { FoundFault } from './foundFault.ts'

/** Whether a role is paid by the receipt alone, not by attributions. */
const isService = (role: number): boolean => role <= ROLE.stakers

const roles: ReadonlySet<number> = new Set(Object.values(ROLE))

const keyOf = ({ account, role, commitment }: Pick<CreditLeaf, 'account' | 'role' | 'commitment'>) =>
  `${account}${role}${commitment}`

/**
 * Faults of credits: one of another call's receipt, of 0 or of no role (foreign), one that its call does not bring this account in
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
          : { kind: 'DATA_CREDIT_MISSING', receipt: index, role, account, commitment, gap: place.gap },
      )
    }
  }
  for (const [leaf, credit] of credits.entries()) {
    const isOfCall = receipts[credit.receipt]?.receipt.callId === credit.callId
    if (!isOfCall || credit.amount === 0n || !roles.has(credit.role)) found.push({ kind: 'CREDIT_FOREIGN', leaf })
    else if (isWrong(credit, owed.get(credit.callId)))
      found.push({ kind: isService(credit.role) ? 'SERVICE_CREDIT_WRONG' : 'DATA_CREDIT_WRONG', leaf })
  }
  return found
}

const isWrong = (credit: CreditLeaf, owed: ReadonlyMap<string, bigint> | undefined) =>
  owed !== undefined && owed.get(keyOf(credit)) !== credit.amount
