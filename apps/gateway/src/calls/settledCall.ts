import type { Receipt } from '@openledger/core/eip712/receipt.ts'
import type { Hex } from 'viem'

/** A receipt as it was stored. */
export type SettledCall = { readonly receipt: Receipt; readonly signature: Hex }
