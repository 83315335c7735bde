import type { ContractAddresses } from '@openledger/core/api/addresses.ts'
import type { Voucher } from '@openledger/core/eip712/voucher.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { encodeFunctionData, type Hex, numberToHex, size, slice, zeroHash } from 'viem'
import { paymentEscrowAbi } from '../abi/paymentEscrow.ts'
import type { ContractCall } from './contractCall.ts'

const abi = paymentEscrowAbi

/** A channel to open; `signer` the payer's own address for none, `cap` wei, `expiry` Unix seconds, `amount` wei. */
export type ChannelTerms = {
  readonly operator: Address
  readonly signer: Address
  readonly cap: bigint
  readonly expiry: bigint
  readonly amount: bigint
}

/** Opens the sender's channel and pays `amount` in (approved before). */
export function openChannelCall(addresses: ContractAddresses, terms: ChannelTerms): ContractCall {
  const { operator, signer, cap, expiry, amount } = terms
  const args = [operator, signer, cap, expiry, amount] as const
  return { to: addresses.paymentEscrow, data: encodeFunctionData({ abi, functionName: 'openChannel', args }) }
}

/** Adds `amount` wei of the sender's OPEN (approved before) to a channel. */
export function depositCall(addresses: ContractAddresses, channelId: Hex32, amount: bigint): ContractCall {
  const data = encodeFunctionData({ abi, functionName: 'deposit', args: [channelId, amount] })
  return { to: addresses.paymentEscrow, data }
}

/** Sets the limits of a channel's signer; its payer sends it. */
export function setSignerLimitsCall(
  addresses: ContractAddresses,
  limits: { readonly channelId: Hex32; readonly cap: bigint; readonly expiry: bigint },
): ContractCall {
  const args = [limits.channelId, limits.cap, limits.expiry] as const
  return { to: addresses.paymentEscrow, data: encodeFunctionData({ abi, functionName: 'setSignerLimits', args }) }
}

/** Asks back `amount` wei of a channel's balance; its payer sends it. */
export function requestWithdrawalCall(addresses: ContractAddresses, channelId: Hex32, amount: bigint): ContractCall {
  const data = encodeFunctionData({ abi, functionName: 'requestWithdrawal', args: [channelId, amount] })
  return { to: addresses.paymentEscrow, data }
}

/** Pays out the withdrawal that a channel's payer asked for; anyone may send it. */
export function withdrawCall(addresses: ContractAddresses, channelId: Hex32): ContractCall {
  const data = encodeFunctionData({ abi, functionName: 'withdraw', args: [channelId] })
  return { to: addresses.paymentEscrow, data }
}

/** Gives a channel's payer back what was collected and no epoch accounts, long after it was due; anyone may send it. */
export function refundCall(addresses: ContractAddresses, channelId: Hex32): ContractCall {
  const data = encodeFunctionData({ abi, functionName: 'refund', args: [channelId] })
  return { to: addresses.paymentEscrow, data }
}

/** A voucher with its 65-byte signature; `payer` is its channel's, which saves the escrow reading it. */
export type CollectableVoucher = { readonly voucher: Voucher; readonly payer: Address; readonly signature: Hex }

/** Collects signed vouchers for the sending operator; what cannot be collected is skipped with an event. */
export function collectCall(addresses: ContractAddresses, vouchers: readonly CollectableVoucher[]): ContractCall {
  const args = [
    vouchers.map(({ voucher, payer, signature }) => ({ ...voucher, payer, ...shortSignature(signature) })),
  ] as const
  return { to: addresses.paymentEscrow, data: encodeFunctionData({ abi, functionName: 'collect', args }) }
}

/** EIP-2098: r, and s with v's parity in its unused top bit. What is no such signature becomes one of nobody. */
function shortSignature(signature: Hex): { readonly r: Hex; readonly vs: Hex } {
  if (size(signature) !== 65) return { r: zeroHash, vs: zeroHash }
  const [s, v] = [BigInt(slice(signature, 32, 64)), Number(slice(signature, 64))]
  if (s >> 255n !== 0n || (v !== 27 && v !== 28)) return { r: zeroHash, vs: zeroHash }
  return { r: slice(signature, 0, 32), vs: numberToHex((BigInt(v - 27) << 255n) | s, { size: 32 }) }
}
