import type { SignedReceipt } from '../leaves/receiptLeaf.ts'
import type { SumNode } from '../merkle/sumTree.ts'
import type { Address } from '../primitives/address.ts'
import type { Hex32 } from '../primitives/hex.ts'

/** Where a key stands in a sorted tree: its leaf, or, if it has none, the index of the first leaf above it. */
export type Place = { readonly found: true; readonly leaf: number } | { readonly found: false; readonly gap: number }

/** A leaf of one of the operator's epochs. */
export type LeafOf = { readonly epoch: bigint; readonly leaf: number }

/** One member of the union for each kind, so that a kind tells what its fault holds. */
type Each<Kind extends string, Rest> = Kind extends string ? { readonly kind: Kind } & Rest : never

/** A kind of fault that one leaf shows. */
type OneLeaf =
  | 'RECEIPTS_UNSORTED'
  | 'ATTRIBUTIONS_UNSORTED'
  | 'CREDITS_UNSORTED'
  | 'PAYOUTS_UNSORTED'
  | 'RUNNING_SUM_WRONG'
  | 'FEE_WRONG'
  | 'COMPONENTS_WRONG'
  | 'RETRIEVED_VERSIONS_WRONG'
  | 'CUMULATIVE_WRONG'
  | 'CHANNEL_FOREIGN'
  | 'SEQUENCE_BROKEN'
  | 'CHANNEL_NOT_COLLECTED'
  | 'TIME_WRONG'
  | 'CREDIT_FOREIGN'
  | 'SERVICE_CREDIT_WRONG'
  | 'DATA_CREDIT_WRONG'
  | 'ATTRIBUTION_FOREIGN'
  | 'ATTRIBUTION_MALFORMED'
  | 'RECORD_NOT_TRAINED'
  | 'RECORD_NOT_RETRIEVED'
  | 'FLAT_FOREIGN'

/**
 * One provable fault of a posted epoch: its kind, and the indexes of the leaves that show it in the epoch's own trees
 * (`before`: in the previous epoch's payouts; `gap`: of the first leaf above an absent key). For unsorted and
 * broken neighbours `leaf` is the first of the two.
 */
export type FoundFault =
  | Each<OneLeaf, { readonly leaf: number }>
  | {
      readonly kind: 'NODE_SUM_WRONG'
      readonly payouts: boolean
      readonly height: number
      readonly position: number
      /** The sum that the node carries. */
      readonly declared: bigint
    }
  | Each<'RECEIPT_SUM_WRONG' | 'PAYOUT_SUM_WRONG', { readonly leaf: number; readonly declared: bigint }>
  | {
      readonly kind: 'SUM_SHAPE_WRONG'
      readonly payouts: boolean
      readonly height: number
      readonly position: number
      readonly node: SumNode
    }
  | {
      readonly kind: 'PLAIN_SHAPE_WRONG'
      readonly credits: boolean
      readonly height: number
      readonly position: number
      readonly node: Hex32
    }
  | { readonly kind: 'CLAIMS_ROOT_WRONG' }
  /** `nodes`: the chunk of the claims tree's leaves that holds this one, as the epoch's poster answered it on chain. */
  | { readonly kind: 'CLAIM_LEAF_WRONG'; readonly leaf: number; readonly nodes: readonly Hex32[] }
  | Each<'TOTALS_WRONG' | 'CARRIED_WRONG', unknown>
  | { readonly kind: 'CUMULATIVE_FELL'; readonly leaf: number; readonly before: number }
  | { readonly kind: 'ACCOUNT_DROPPED'; readonly before: number; readonly gap: number }
  | { readonly kind: 'PAYOUT_WRONG'; readonly leaf: number; readonly before: Place; readonly lastCredit: number }
  | { readonly kind: 'PAYOUT_MISSING'; readonly credit: number; readonly gap: number }
  | { readonly kind: 'PAYOUT_UNCREDITED'; readonly leaf: number; readonly before: Place; readonly gap: number }
  | { readonly kind: 'PRICE_NOT_IN_EFFECT'; readonly leaf: number; readonly component: number }
  /** `last` is the channel's last receipt in the epochs before, undefined if it has none there. */
  | { readonly kind: 'CHANNEL_START_WRONG'; readonly leaf: number; readonly last: LeafOf | undefined }
  | Each<'SEQUENCE_REPEATED' | 'CALL_REPEATED_LATER', { readonly leaf: number; readonly earlier: LeafOf }>
  | { readonly kind: 'CALL_REPEATED'; readonly leaf: number; readonly second: number }
  | { readonly kind: 'EQUIVOCATION'; readonly leaf: number; readonly signed: SignedReceipt }
  | { readonly kind: 'RECEIPT_MISSING'; readonly gap: number; readonly signed: SignedReceipt }
  | {
      readonly kind: 'SERVICE_CREDIT_MISSING'
      readonly receipt: number
      readonly role: number
      readonly account: Address
      readonly gap: number
    }
  | {
      readonly kind: 'DATA_CREDIT_MISSING'
      readonly receipt: number
      readonly role: number
      readonly account: Address
      readonly commitment: Hex32
      readonly gap: number
    }
  | { readonly kind: 'ATTRIBUTION_MISSING'; readonly receipt: number; readonly gap: number }
  /** All leaves of one call: `first` to `first + count - 1`. */
  | Each<'WEIGHTS_WRONG' | 'FLAT_WRONG', { readonly first: number; readonly count: number }>
  /** Two leaves of one call, 64 or more places apart. */
  | { readonly kind: 'TOO_MANY_ATTRIBUTIONS'; readonly first: number; readonly last: number }
