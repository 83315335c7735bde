import type { FaultSearch } from '../faultFacts.ts'
import { compareText, findPlace } from '../findPlace.ts'
import type { FoundFault, LeafOf } from '../foundFault.ts'
import { epochRuns, NO_EPOCH, NO_RUN } from './epochRuns.ts'
import { withBefore, withNext } from './runs.ts'

type Of<Kind extends FoundFault['kind']> = Extract<FoundFault, { kind: Kind }>

/** An earlier epoch with its runs. */
function earlierAt({ earlier }: FaultSearch, { epoch: number }: LeafOf) {
  const evidence = earlier.find(({ epoch }) => epoch.number === number)
  return { epoch: evidence?.epoch ?? NO_EPOCH, runs: evidence === undefined ? undefined : epochRuns(evidence) }
}

/** `ReceiptProof`, `ComponentProof` and `ReceiptPairProof`, and `ChannelEndProof`. */
export function receiptProof(
  { current }: FaultSearch,
  fault: Of<
    | 'FEE_WRONG'
    | 'COMPONENTS_WRONG'
    | 'RETRIEVED_VERSIONS_WRONG'
    | 'CUMULATIVE_WRONG'
    | 'CHANNEL_FOREIGN'
    | 'PRICE_NOT_IN_EFFECT'
    | 'SEQUENCE_BROKEN'
    | 'CHANNEL_NOT_COLLECTED'
    | 'TIME_WRONG'
  >,
) {
  const { epoch, leaves } = current
  const runs = epochRuns(current)
  switch (fault.kind) {
    case 'PRICE_NOT_IN_EFFECT':
      return { epoch, receipt: runs.receipt(fault.leaf), component: 'component' in fault ? fault.component : 0 }
    case 'SEQUENCE_BROKEN':
      return { epoch, pair: runs.receipts([fault.leaf, 2]) }
    case 'CHANNEL_NOT_COLLECTED':
      return { epoch, end: runs.receipts(withNext(leaves.receipts.length, fault.leaf)) }
    default:
      return { epoch, receipt: runs.receipt(fault.leaf) }
  }
}

/** `TwoReceiptsProof` and `TwoEpochsProof`. */
export function twoReceiptsProof(
  search: FaultSearch,
  fault: Of<'CALL_REPEATED' | 'CALL_REPEATED_LATER' | 'SEQUENCE_REPEATED'>,
) {
  const { epoch } = search.current
  const runs = epochRuns(search.current)
  if (fault.kind === 'CALL_REPEATED')
    return { epoch, first: runs.receipt(fault.leaf), second: runs.receipt(fault.second) }
  const earlier = earlierAt(search, fault.earlier)
  const earlierReceipt = earlier.runs?.receipt(fault.earlier.leaf) ?? NO_RUN
  return { epoch, receipt: runs.receipt(fault.leaf), earlier: earlier.epoch, earlierReceipt }
}

/** `ChannelStartProof`: from the previous epoch backwards, those without the channel, up to its last receipt. */
export function channelStartProof(search: FaultSearch, { leaf, last }: Of<'CHANNEL_START_WRONG'>) {
  const { current, earlier } = search
  const channelId = current.leaves.receipts[leaf]?.receipt.channelId ?? ''
  const between = earlier
    .filter(({ epoch }) => epoch.number > (last?.epoch ?? 0n))
    .toReversed()
    .map((evidence) => {
      const place = findPlace(evidence.leaves.receipts, ({ receipt }) => compareText(receipt.channelId, channelId))
      const gap = place.found ? place.leaf : place.gap
      return { epoch: evidence.epoch, absent: epochRuns(evidence).absentReceipt(gap) }
    })
  const start = epochRuns(current).receipts(withBefore(leaf))
  if (last === undefined) return { epoch: current.epoch, start, between, last: NO_EPOCH, end: NO_RUN }
  const there = earlierAt(search, last)
  const count = there.epoch.receipts.count
  const end = there.runs?.receipts(withNext(count, last.leaf)) ?? NO_RUN
  return { epoch: current.epoch, start, between, last: there.epoch, end }
}

/** `EquivocationProof` and `ReceiptMissingProof`: with the receipt that the payer holds. */
export function signedReceiptProof({ current }: FaultSearch, fault: Of<'EQUIVOCATION' | 'RECEIPT_MISSING'>) {
  const { epoch } = current
  const runs = epochRuns(current)
  const { receipt, signature } = fault.signed
  return fault.kind === 'EQUIVOCATION'
    ? { epoch, receipt: runs.receipt(fault.leaf), other: receipt, signature }
    : { epoch, missing: receipt, signature, absent: runs.absentReceipt(fault.gap) }
}
