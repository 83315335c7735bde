import type { Call } from '@openledger/core/api/calls.ts'
import { receiptSchema } from '@openledger/core/eip712/receipt.ts'
import { METHOD } from '@openledger/core/leaves/attributionLeaf.ts'
import { ROLE } from '@openledger/core/leaves/creditLeaf.ts'
import type { Credit } from '@openledger/core/payout/payCall.ts'
import type { ShownCall } from '@openledger/core/verify/shownCall.ts'

/**
 * What a page shows of a call, as the verifier takes it.
 *
 * @param derived what the page derived while no epoch has credited the call
 * @returns undefined for a call that was not charged
 */
export function toShownCall(call: Call, derived: readonly Credit[]): ShownCall | undefined {
  const { receipt, signature, attribution, payouts, epoch, salt, messages, answer } = call
  if (receipt === null || signature === null) return undefined
  return {
    receipt: receiptSchema.parse(receipt),
    signature,
    attribution:
      attribution?.entries.map(({ commitment, method, score, sharePpm, weight, indexHash }) => ({
        commitment,
        method: METHOD[method],
        score: BigInt(score),
        sharePpm,
        weight: BigInt(weight),
        indexHash,
      })) ?? null,
    payouts:
      payouts?.map(({ account, role, commitment, amount }) => ({
        account,
        role: ROLE[role],
        commitment,
        amount: BigInt(amount),
      })) ?? (derived.length === 0 ? null : derived),
    epoch: epoch === null ? null : BigInt(epoch),
    ...(salt === undefined || messages === undefined || answer === undefined
      ? {}
      : { words: { salt, messages, answer } }),
  }
}
