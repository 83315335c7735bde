import type { LedgerServices } from '../gatewayServices.ts'
import type { X402 } from './x402.ts'

/** What payments for calls work with. */
export type X402Services = LedgerServices & { readonly x402: X402 }
