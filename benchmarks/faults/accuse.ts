import { evidenceTrees } from '@openledger/core/faults/evidenceTrees.ts'
import type { FaultSearch } from '@openledger/core/faults/faultFacts.ts'
import { compareText, findPlace } from '@openledger/core/faults/findPlace.ts'
import type { FoundFault, Place } from '@openledger/core/faults/foundFault.ts'
import { METHOD } from '@openledger/core/leaves/attributionLeaf.ts'
import { claimsChunkNodes } from '@openledger/core/merkle/claimsChunks.ts'
import { buildClaimsTree } from '@openledger/core/merkle/claimsTree.ts'
import { EMPTY_SUM_NODE } from '@openledger/core/merkle/sumTree.ts'
import { ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import type { Dice } from './honestCalls.ts'
import { at } from './people.ts'

/**
 * Accuses an honest epoch of every kind of fault, with real leaves and paths at random places: proofs that are right in
 * everything but the fault. Kinds that the epoch has no leaf for (a second epoch, a flat call) are left out.
 */
export function accuse(search: FaultSearch, dice: Dice): FoundFault[] {
  const { current, earlier, signed } = search
  const { receipts, attributions, credits, payouts } = current.leaves
  const trees = evidenceTrees(current.leaves)
  const any = (list: readonly unknown[]) => dice.below(list.length)
  const pair = (list: readonly unknown[]) => dice.below(Math.max(1, list.length - 1))
  const last = earlier.at(-1)
  const before = (account: string): Place =>
    last === undefined
      ? { found: false, gap: 0 }
      : findPlace(last.leaves.payouts, (leaf) => compareText(leaf.account, account))
  const payout = any(payouts)
  const { account } = at(payouts, payout)
  const lastCredit = credits.findLastIndex((credit) => credit.account === account)
  const receipt = any(receipts)
  const { callId } = at(receipts, receipt).receipt
  const own = signed.find((held) => held.receipt.callId === callId) ?? dice.pick(signed)
  const credit = any(credits)
  const node = any(trees.receipts.layers[1] ?? [])
  const of = (method: number) => attributions.findIndex((leaf) => leaf.method === method)
  const somewhere = dice.below(attributions.length + 1)
  const accusations: FoundFault[] = [
    { kind: 'RECEIPTS_UNSORTED', leaf: pair(receipts) },
    { kind: 'ATTRIBUTIONS_UNSORTED', leaf: pair(attributions) },
    { kind: 'CREDITS_UNSORTED', leaf: pair(credits) },
    { kind: 'PAYOUTS_UNSORTED', leaf: pair(payouts) },
    {
      kind: 'NODE_SUM_WRONG',
      payouts: false,
      height: 1,
      position: node,
      declared: trees.receipts.layers[1]?.[node]?.sum ?? 0n,
    },
    { kind: 'RECEIPT_SUM_WRONG', leaf: receipt, declared: at(receipts, receipt).receipt.fee },
    { kind: 'PAYOUT_SUM_WRONG', leaf: payout, declared: at(payouts, payout).cumulative },
    { kind: 'SUM_SHAPE_WRONG', payouts: true, height: 0, position: payouts.length, node: EMPTY_SUM_NODE },
    { kind: 'PLAIN_SHAPE_WRONG', credits: true, height: 0, position: credits.length, node: ZERO_HEX32 },
    { kind: 'CLAIMS_ROOT_WRONG' },
    {
      kind: 'CLAIM_LEAF_WRONG',
      leaf: payout,
      nodes: claimsChunkNodes(buildClaimsTree(payouts), 0)?.toReversed() ?? [],
    },
    { kind: 'RUNNING_SUM_WRONG', leaf: credit },
    { kind: 'PAYOUT_MISSING', credit, gap: payout },
    { kind: 'PAYOUT_UNCREDITED', leaf: payout, before: before(account), gap: credit },
    { kind: 'FEE_WRONG', leaf: receipt },
    { kind: 'PRICE_NOT_IN_EFFECT', leaf: receipt, component: 0 },
    { kind: 'COMPONENTS_WRONG', leaf: receipt },
    { kind: 'RETRIEVED_VERSIONS_WRONG', leaf: receipt },
    { kind: 'CUMULATIVE_WRONG', leaf: receipt },
    { kind: 'SEQUENCE_BROKEN', leaf: pair(receipts) },
    { kind: 'CHANNEL_FOREIGN', leaf: receipt },
    { kind: 'CALL_REPEATED', leaf: receipt, second: any(receipts) },
    { kind: 'CALL_REPEATED', leaf: receipt, second: receipt },
    { kind: 'CHANNEL_NOT_COLLECTED', leaf: receipt },
    { kind: 'TIME_WRONG', leaf: receipt },
    { kind: 'EQUIVOCATION', leaf: receipt, signed: dice.pick(signed) },
    { kind: 'EQUIVOCATION', leaf: receipt, signed: own },
    { kind: 'RECEIPT_MISSING', gap: receipt, signed: dice.pick(signed) },
    { kind: 'RECEIPT_MISSING', gap: receipts.length, signed: dice.pick(signed) },
    { kind: 'CREDIT_FOREIGN', leaf: credit },
    { kind: 'SERVICE_CREDIT_WRONG', leaf: credit },
    { kind: 'DATA_CREDIT_WRONG', leaf: credit },
    { kind: 'SERVICE_CREDIT_MISSING', receipt, role: 1, account: current.epoch.operator, gap: credit },
    { kind: 'SERVICE_CREDIT_MISSING', receipt, role: 2, account, gap: credit },
    { kind: 'SERVICE_CREDIT_MISSING', receipt, role: 3, account, gap: credit },
    { kind: 'TOTALS_WRONG' },
    { kind: 'CARRIED_WRONG' },
    { kind: 'ATTRIBUTION_MISSING', receipt, gap: somewhere },
  ]
  // An epoch of calls whose models have no data share has none.
  if (attributions.length > 0) {
    const attribution = any(attributions)
    const { commitment } = at(attributions, attribution)
    const groups = [...Map.groupBy(attributions.keys(), (i) => attributions[i]?.callId).values()]
    const group = dice.pick(groups)
    const first = at(group, 0)
    accusations.push(
      { kind: 'DATA_CREDIT_MISSING', receipt, role: 4, account, commitment, gap: credit },
      { kind: 'DATA_CREDIT_MISSING', receipt, role: 5, account, commitment, gap: credit },
      { kind: 'ATTRIBUTION_FOREIGN', leaf: attribution },
      { kind: 'ATTRIBUTION_MALFORMED', leaf: attribution },
      { kind: 'FLAT_FOREIGN', leaf: attribution },
      { kind: 'WEIGHTS_WRONG', first, count: group.length },
      { kind: 'FLAT_WRONG', first, count: group.length },
      { kind: 'TOO_MANY_ATTRIBUTIONS', first, last: first + group.length - 1 },
    )
  }
  if (lastCredit >= 0) accusations.push({ kind: 'PAYOUT_WRONG', leaf: payout, before: before(account), lastCredit })
  if (of(METHOD.influence) >= 0) accusations.push({ kind: 'RECORD_NOT_TRAINED', leaf: of(METHOD.influence) })
  if (of(METHOD.citation) >= 0) accusations.push({ kind: 'RECORD_NOT_RETRIEVED', leaf: of(METHOD.citation) })
  if (last !== undefined) {
    const leaf = any(last.leaves.payouts)
    const there = { epoch: last.epoch.number, leaf: any(last.leaves.receipts) }
    accusations.push(
      { kind: 'CUMULATIVE_FELL', leaf: payout, before: leaf },
      { kind: 'ACCOUNT_DROPPED', before: leaf, gap: payout },
      { kind: 'CHANNEL_START_WRONG', leaf: receipt, last: there },
      { kind: 'CHANNEL_START_WRONG', leaf: receipt, last: undefined },
      { kind: 'SEQUENCE_REPEATED', leaf: receipt, earlier: there },
      { kind: 'CALL_REPEATED_LATER', leaf: receipt, earlier: there },
    )
  }
  return accusations
}
