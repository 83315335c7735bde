import type { Hex } from 'viem'
import type { DataStore } from '../data/dataStore.ts'
import { type Receipt, recoverReceiptSigner } from '../eip712/receipt.ts'
import { fault } from '../epoch/fault.ts'
import { coreErrors } from '../errors.ts'
import type { AttributionEntry } from '../leaves/attributionLeaf.ts'
import type { CreditLeaf } from '../leaves/creditLeaf.ts'
import type { ChainReader } from './chainReader.ts'
import type { CallWords } from './checkWords.ts'
import type { VerifyStep } from './stepRunner.ts'

/** What an account is said to get of a call, in wei. */
export type ShownPayout = Pick<CreditLeaf, 'account' | 'role' | 'commitment' | 'amount'>

/** What somebody shows of a call: what is to be checked. */
export type ShownCall = {
  readonly receipt: Receipt
  readonly signature: Hex
  /** In their order; null while there is none. */
  readonly attribution: readonly AttributionEntry[] | null
  /** Who is said to get what for it; null where nothing is said. */
  readonly payouts: readonly ShownPayout[] | null
  /** The epoch that is said to have it. */
  readonly epoch: bigint | null
  readonly words?: CallWords
}

/** What of a call is verified, and with what. */
export type VerifyCallInput = {
  readonly chain: ChainReader
  readonly store: DataStore
  readonly operator: `0x${string}`
  readonly call: ShownCall
  /** The newest block: as of it the chain is read for a call that is in no epoch yet. */
  readonly block: bigint
  readonly onStep?: (step: VerifyStep) => void
}

/** Checks the operator's signature of a receipt, and its sum. @throws EPOCH_RECEIPT_SIGNATURE, EPOCH_RECEIPT_CUMULATIVE */
export async function checkShownReceipt(
  chain: Pick<ChainReader, 'chainId' | 'settlement'>,
  operator: `0x${string}`,
  { receipt, signature }: ShownCall,
): Promise<void> {
  const domain = { chainId: chain.chainId, verifyingContract: chain.settlement }
  const place = { file: 'receipt', leaf: '' }
  const found = await recoverReceiptSigner(receipt, domain, signature).catch((error: unknown) => String(error))
  if (found !== operator)
    throw fault(coreErrors.EPOCH_RECEIPT_SIGNATURE, { ...place, field: 'signature', expected: operator, found })
  const after = receipt.cumulativeBefore + receipt.fee
  if (receipt.cumulativeAfter === after) return
  const field = 'cumulativeAfter'
  throw fault(coreErrors.EPOCH_RECEIPT_CUMULATIVE, { ...place, field, expected: after, found: receipt.cumulativeAfter })
}

const keyOf = ({ account, role, commitment }: ShownPayout) => `${account} ${role} ${commitment}`

/** Checks that what is shown is what was derived, to the wei. @throws EPOCH_CREDIT_WRONG */
export function checkShownPayouts({ receipt, payouts }: ShownCall, derived: readonly ShownPayout[]): void {
  if (payouts === null) return
  const wrong = (one: ShownPayout, expected: bigint | string, found: bigint | string) =>
    fault(coreErrors.EPOCH_CREDIT_WRONG, {
      file: 'credits',
      leaf: `call ${receipt.callId}, ${keyOf(one)}`,
      field: 'amount',
      expected,
      found,
    })
  const shown = new Map(payouts.map((one) => [keyOf(one), one]))
  for (const one of derived) {
    const found = shown.get(keyOf(one))?.amount
    if (found !== one.amount) throw wrong(one, one.amount, found ?? 'none')
    shown.delete(keyOf(one))
  }
  for (const one of shown.values()) throw wrong(one, 'none', one.amount)
}
