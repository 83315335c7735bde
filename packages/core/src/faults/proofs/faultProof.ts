import type { FaultSearch } from '../faultFacts.ts'
import type { FoundFault } from '../foundFault.ts'
import { attributionProof } from './attributionProofs.ts'
import { creditProof } from './creditProofs.ts'
import { payoutProof } from './payoutProofs.ts'
import { channelStartProof, receiptProof, signedReceiptProof, twoReceiptsProof } from './receiptProofs.ts'
import { claimLeafProof, claimsRootProof, leafSumProof, nodeSumProof, shapeProof, unsortedProof } from './treeProofs.ts'

/**
 * Makes the proof of a fault: the struct that the fault's prover takes, with every leaf and sibling. Encode it by the
 * prover's ABI.
 */
export function faultProof(search: FaultSearch, fault: FoundFault): Readonly<Record<string, unknown>> {
  switch (fault.kind) {
    case 'RECEIPTS_UNSORTED':
    case 'ATTRIBUTIONS_UNSORTED':
    case 'CREDITS_UNSORTED':
    case 'PAYOUTS_UNSORTED':
      return unsortedProof(search.current, fault)
    case 'NODE_SUM_WRONG':
      return nodeSumProof(search.current, fault)
    case 'RECEIPT_SUM_WRONG':
    case 'PAYOUT_SUM_WRONG':
      return leafSumProof(search.current, fault)
    case 'SUM_SHAPE_WRONG':
    case 'PLAIN_SHAPE_WRONG':
      return shapeProof(search.current, fault)
    case 'CLAIMS_ROOT_WRONG':
      return claimsRootProof(search.current)
    case 'CLAIM_LEAF_WRONG':
      return claimLeafProof(search.current, fault)
    case 'CUMULATIVE_FELL':
    case 'ACCOUNT_DROPPED':
    case 'RUNNING_SUM_WRONG':
    case 'PAYOUT_WRONG':
    case 'PAYOUT_MISSING':
    case 'PAYOUT_UNCREDITED':
      return payoutProof(search, fault)
    case 'FEE_WRONG':
    case 'COMPONENTS_WRONG':
    case 'RETRIEVED_VERSIONS_WRONG':
    case 'CUMULATIVE_WRONG':
    case 'CHANNEL_FOREIGN':
    case 'PRICE_NOT_IN_EFFECT':
    case 'SEQUENCE_BROKEN':
    case 'CHANNEL_NOT_COLLECTED':
    case 'TIME_WRONG':
      return receiptProof(search, fault)
    case 'CALL_REPEATED':
    case 'CALL_REPEATED_LATER':
    case 'SEQUENCE_REPEATED':
      return twoReceiptsProof(search, fault)
    case 'CHANNEL_START_WRONG':
      return channelStartProof(search, fault)
    case 'EQUIVOCATION':
    case 'RECEIPT_MISSING':
      return signedReceiptProof(search, fault)
    case 'CREDIT_FOREIGN':
    case 'SERVICE_CREDIT_WRONG':
    case 'DATA_CREDIT_WRONG':
    case 'SERVICE_CREDIT_MISSING':
    case 'DATA_CREDIT_MISSING':
    case 'TOTALS_WRONG':
    case 'CARRIED_WRONG':
      return creditProof(search, fault)
    case 'ATTRIBUTION_FOREIGN':
    case 'ATTRIBUTION_MISSING':
    case 'ATTRIBUTION_MALFORMED':
    case 'WEIGHTS_WRONG':
    case 'FLAT_WRONG':
    case 'TOO_MANY_ATTRIBUTIONS':
    case 'RECORD_NOT_TRAINED':
    case 'RECORD_NOT_RETRIEVED':
    case 'FLAT_FOREIGN':
      return attributionProof(search, fault)
  }
}
