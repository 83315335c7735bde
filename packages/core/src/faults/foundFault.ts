import type { TreeName } from '../data/epochManifest.ts'
import type { Address } from '../primitives/address.ts'
import type { Hex32 } from '../primitives/hex.ts'
import type { SignedReceipt } from '../leaves/receiptLeaf.ts'

/** Where a key stands in a sorted tree: its leaf, or, if it has none, the index of the first leaf above it. */
export type Place = { readonly found: true; readonly leaf: number } | { readonly found: false; readonly gap: number }

/** A leaf of an epoch of the same operator. */
export type LeafOf = { readonly epoch: bigint; readonly leaf: number }

/**
 * One provable fault of a posted epoch: its class, and which leaves show it. Leaves are indexes in the epoch's trees,
 * `previousLeaf` ones in the payouts of the epoch before; siblings follow from the published leaves.
 */
export type FoundFault =
  /** Leaf `leaf` does not stand below leaf `leaf + 1`. */
  | { readonly fault: 'leavesUnsorted'; readonly tree: TreeName; readonly leaf: number }
  /** Node `index` at `level` (0: a leaf) of a sum tree carries another sum than what is below it (a leaf: than its fee or cumulative). `sum` is what it carries. The top level is the posted sum itself. */
  | {
      readonly fault: 'sumWrong'
      readonly tree: 'receipts' | 'payouts'
      readonly level: number
      readonly index: number
      readonly sum: bigint
    }
  /** The posted count takes in an empty leaf, or leaves out one that is not empty. */
  | { readonly fault: 'countWrong'; readonly tree: TreeName; readonly leaf: number; readonly empty: boolean }
  /** The claims root is not that of the payout leaves. */
  | { readonly fault: 'claimsRootWrong' }
  | { readonly fault: 'payoutFell'; readonly leaf: number; readonly previousLeaf: number }
  | { readonly fault: 'accountDropped'; readonly previousLeaf: number; readonly gap: number }
  /** A credit's running sum is not the one before plus its amount. */
  | { readonly fault: 'runningSumWrong'; readonly leaf: number }
  /** An account's payout did not rise by what its credits sum to; any of the three may be absent. */
  | {
      readonly fault: 'payoutNotCredited'
      readonly account: Address
      readonly payout: Place
      readonly previous: Place
      /** The account's last credit. */
      readonly credit: Place
    }
  | { readonly fault: 'feeWrong'; readonly leaf: number }
  /** Component `component` names a price version that the chain lacks, or one not in effect at the receipt's time. */
  | {
      readonly fault: 'priceWrong'
      readonly leaf: number
      readonly component: number
      readonly why: 'unknown' | 'notInEffect'
    }
  /** The receipt does not follow the channel's receipt before it: `before` in this epoch or an earlier one, undefined for a channel's first. */
  | {
      readonly fault: 'sequenceBroken' | 'cumulativeBroken'
      readonly leaf: number
      readonly before: LeafOf | undefined
    }
  /** cumulativeAfter is not cumulativeBefore plus the fee. */
  | { readonly fault: 'cumulativeWrong'; readonly leaf: number }
  | { readonly fault: 'channelForeign'; readonly leaf: number }
  | { readonly fault: 'callRepeated'; readonly leaf: number; readonly other: LeafOf }
  /** The operator signed another receipt for the same sequence of the channel. */
  | { readonly fault: 'equivocation'; readonly leaf: number; readonly signed: SignedReceipt }
  /** The operator signed this receipt, the channel was collected beyond it, and no epoch up to this one holds it. */
  | { readonly fault: 'receiptMissing'; readonly gap: number; readonly signed: SignedReceipt }
  /** Receipts of a channel do not start or end where collecting stood at the posts. `leaf` undefined: none at all. */
  | {
      readonly fault: 'unpaid'
      readonly channelId: Hex32
      readonly edge: 'opening' | 'closing' | 'noReceipt'
      readonly place: Place
    }
  /** The leaf names a receipt of another call, or of one without a data share. */
  | { readonly fault: 'attributionForeign'; readonly leaf: number }
  /** The call of receipt `receipt` has a data share and no attribution. */
  | { readonly fault: 'attributionMissing'; readonly receipt: number; readonly gap: number }
  /** The weights of leaves `first` to `first + count - 1`, all of one call, do not sum to 10^18. */
  | { readonly fault: 'weightsWrong'; readonly first: number; readonly count: number }
  | {
      readonly fault: 'recordForeign'
      readonly leaf: number
      readonly why: 'notInVersion' | 'notInLog' | 'notRetrieved'
    }
  | { readonly fault: 'creditForeign' | 'creditWrong'; readonly leaf: number }
  /** Receipt `receipt` brings a credit under this key, and there is none. */
  | {
      readonly fault: 'creditMissing'
      readonly receipt: number
      readonly gap: number
      readonly key: { readonly account: Address; readonly role: number; readonly commitment: Hex32 }
    }

/** Name of a fault class. */
export type FaultName = FoundFault['fault']
