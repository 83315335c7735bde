import type { VoucherDue } from '@openledger/core/api/generation.ts'
import { verifyVoucher, voucherTypedData } from '@openledger/core/eip712/voucher.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import type { Hex, LocalAccount } from 'viem'
import type { OpenLedger } from './createOpenLedger.ts'
import { sdkErrors } from './errors.ts'

/** Who signs a channel's vouchers, and how much for one call. */
export type VoucherSigning = {
  readonly ledger: Pick<OpenLedger, 'info'>
  readonly channelId: Hex32
  /** The channel's signer on chain. */
  readonly signer: LocalAccount
  /** The most that one call may cost, wei. */
  readonly maxFee: bigint
}

/**
 * Signs the voucher that a call asks for, if it adds no more than the call's fee to what was signed before. What was
 * signed before is taken from the signature itself, which the gateway has to show, so that nothing need be kept here.
 *
 * Invariant: whatever a gateway asks, each signature adds at most `maxFee` to one that the signer made.
 * @throws SDK_FEE_TOO_HIGH, SDK_VOUCHER_DOUBTFUL
 */
export async function signDue(due: VoucherDue, { ledger, channelId, signer, maxFee }: VoucherSigning): Promise<Hex> {
  const { chainId, addresses } = ledger.info
  const domain = { chainId, verifyingContract: addresses.paymentEscrow }
  const [fee, cumulative, before] = [BigInt(due.fee), BigInt(due.cumulative), BigInt(due.before.cumulative)]
  if (due.channelId !== channelId) doubt(`it is for the channel ${due.channelId}`)
  if (cumulative !== before + fee) doubt(`it asks for ${cumulative} wei after ${before} for a fee of ${fee}`)
  if (fee > maxFee) {
    throw new OpenLedgerError(sdkErrors.SDK_FEE_TOO_HIGH, `The call costs ${fee} wei; ${maxFee} are allowed.`, {
      details: { fee: fee.toString(), maxFee: maxFee.toString() },
    })
  }
  if (before > 0n) {
    const { signature } = due.before
    if (signature === null) doubt(`it shows no voucher for the ${before} wei before`)
    const earlier = { channelId, cumulative: before }
    await verifyVoucher(earlier, domain, signature, toAddress(signer.address)).catch((cause: unknown) =>
      doubt(`the voucher for the ${before} wei before is not of this signer`, cause),
    )
  }
  return signer.signTypedData(voucherTypedData({ channelId, cumulative }, domain))
}

function doubt(why: string, cause?: unknown): never {
  throw new OpenLedgerError(sdkErrors.SDK_VOUCHER_DOUBTFUL, `The voucher that is asked for is doubtful: ${why}.`, {
    cause,
  })
}
