import type { VoucherDue } from '@openledger/core/api/generation.ts'
import type { Receipt } from '@openledger/core/eip712/receipt.ts'
import type { Hex } from 'viem'

/** A receipt as it was stored; or, where the payer signs vouchers, as it will be once the voucher is there. */
export type SettledCall =
  | { readonly receipt: Receipt; readonly signature: Hex }
  | { readonly receipt: Receipt; readonly signature: undefined; readonly due: VoucherDue }
