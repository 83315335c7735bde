import type { Receipt } from '../../eip712/receipt.ts'
import type { Epoch } from '../../epoch/epoch.ts'
import type { AttributionLeaf } from '../../leaves/attributionLeaf.ts'
import type { CreditLeaf } from '../../leaves/creditLeaf.ts'
import type { PayoutLeaf } from '../../leaves/payoutLeaf.ts'
import type { SumNode } from '../../merkle/sumTree.ts'
import { type Hex32, ZERO_HEX32 } from '../../primitives/hex.ts'
import { evidenceTrees } from '../evidenceTrees.ts'
import type { EpochEvidence } from '../faultFacts.ts'
import type { Place } from '../foundFault.ts'
import { aroundGap, plainRun, type Run, sumRun } from './runs.ts'

export type ReceiptRun = Run<Receipt, SumNode>
export type PayoutRun = Run<PayoutLeaf, SumNode>
export type CreditRun = Run<CreditLeaf, Hex32>
export type AttributionRun = Run<AttributionLeaf, Hex32>

/** Runs of an epoch's four trees. Each takes [first, count]; `absent` and `place` take what a search for a key answered. */
export type EpochRuns = ReturnType<typeof epochRuns>

/** A span of neighbours: first index and how many. */
type Span = readonly [first: number, count: number]

/** Cuts proofs out of one epoch's published leaves. */
export function epochRuns({ leaves }: EpochEvidence) {
  const trees = evidenceTrees(leaves)
  const one = (leaf: number): Span => [leaf, 1]
  const receipts = ([first, count]: Span): ReceiptRun => {
    const run = sumRun(trees.receipts, leaves.receipts, first, count)
    return { ...run, leaves: run.leaves.map(({ receipt }) => receipt) }
  }
  const payouts = ([first, count]: Span): PayoutRun => sumRun(trees.payouts, leaves.payouts, first, count)
  const credits = ([first, count]: Span): CreditRun => plainRun(trees.credits, leaves.credits, first, count)
  const attributions = ([first, count]: Span): AttributionRun =>
    plainRun(trees.attributions, leaves.attributions, first, count)
  return {
    receipts,
    payouts,
    credits,
    attributions,
    receipt: (leaf: number) => receipts(one(leaf)),
    payout: (leaf: number) => payouts(one(leaf)),
    credit: (leaf: number) => credits(one(leaf)),
    attribution: (leaf: number) => attributions(one(leaf)),
    absentReceipt: (gap: number) => receipts(aroundGap(leaves.receipts.length, gap)),
    absentCredit: (gap: number) => credits(aroundGap(leaves.credits.length, gap)),
    absentAttribution: (gap: number) => attributions(aroundGap(leaves.attributions.length, gap)),
    absentPayout: (gap: number) => payouts(aroundGap(leaves.payouts.length, gap)),
    payoutAt: (place: Place) => payouts(place.found ? one(place.leaf) : aroundGap(leaves.payouts.length, place.gap)),
  }
}

const noRoot = { root: ZERO_HEX32, count: 0 }
const noSumRoot = { root: ZERO_HEX32, sum: 0n, count: 0 }

/** Stands where a proof's format asks for an epoch that does not exist and is not read. */
export const NO_EPOCH: Epoch = {
  operator: '0x0000000000000000000000000000000000000000',
  number: 0n,
  previous: ZERO_HEX32,
  receipts: noSumRoot,
  attributions: noRoot,
  credits: noRoot,
  payouts: noSumRoot,
  claimsRoot: ZERO_HEX32,
  rulesRoot: ZERO_HEX32,
  codeHash: ZERO_HEX32,
  dataCommitment: ZERO_HEX32,
  burned: 0n,
  carriedTotal: 0n,
}

/** No leaf at all: where a proof's format has a run that is not read. */
export const NO_RUN = { first: 0, leaves: [], siblings: [] } as const
