import type { ContractAddresses } from '@openledger/core/api/addresses.ts'
import type { Difference } from '@openledger/core/verify/difference.ts'
import type { ShownCall } from '@openledger/core/verify/shownCall.ts'
import type { VerifyStep } from '@openledger/core/verify/verifyEpoch.ts'

/** What the page asks of the verifying worker: a whole epoch, or one call. */
export type VerifyRequest = {
  readonly rpcUrl: string
  readonly chainId: number
  readonly addresses: ContractAddresses
  readonly operator: `0x${string}`
} & ({ readonly number: number } | { readonly call: ShownCall })

/** What the contract says of the epoch that has a call. */
export type EpochState = {
  readonly number: number
  readonly status: 'open' | 'final' | 'void'
  /** Until then it may be challenged, Unix seconds. */
  readonly finalizesAt: number
}

/** What the worker reports: that it listens, steps as they are taken, then one of the other two. */
export type VerifyReport =
  | { readonly type: 'ready' }
  | { readonly type: 'step'; readonly step: VerifyStep }
  | {
      readonly type: 'done'
      readonly ok: boolean
      readonly difference?: Difference
      readonly milliseconds: number
      /** Of a call: whether a posted epoch has it, and how that one stands. */
      readonly inEpoch?: boolean
      readonly epochState?: EpochState
    }
  | { readonly type: 'failed'; readonly message: string; readonly code?: string; readonly hint?: string }

/** The steps of a verification in their order, as core's verifier names them. */
export const VERIFY_STEPS = [
  'post',
  'manifest',
  'published data',
  'trees',
  'rules',
  'models and prices',
  'versions',
  'Datanets',
  'training logs',
  'receipts',
  'signatures',
  'channels',
  'attributions',
  'credits',
  'payouts',
] as const

/** The steps of a call's verification in their order, as core names them. `words` comes first where they are shown. */
export const CALL_STEPS = {
  inEpoch: [
    'signature',
    'post',
    'manifest',
    'published data',
    'trees',
    'rules',
    'receipt',
    'models and prices',
    'fee',
    'versions',
    'Datanets',
    'training logs',
    'attribution',
    'payout',
  ],
  before: ['signature', 'models and prices', 'fee', 'versions', 'Datanets', 'records', 'payout'],
  /** What can be looked at only once an epoch has the call. */
  later: ['post', 'published data', 'trees', 'receipt', 'attribution'],
} as const
