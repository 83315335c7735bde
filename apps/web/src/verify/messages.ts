import type { ContractAddresses } from '@openledger/core/api/addresses.ts'
import type { Difference } from '@openledger/core/verify/difference.ts'
import type { VerifyStep } from '@openledger/core/verify/verifyEpoch.ts'

/** What the page asks of the verifying worker. */
export type VerifyRequest = {
  readonly rpcUrl: string
  readonly chainId: number
  readonly addresses: ContractAddresses
  readonly operator: `0x${string}`
  readonly number: number
}

/** What the worker reports: steps as they are taken, then one of the other two. */
export type VerifyReport =
  | { readonly type: 'step'; readonly step: VerifyStep }
  | { readonly type: 'done'; readonly ok: boolean; readonly difference?: Difference; readonly milliseconds: number }
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
