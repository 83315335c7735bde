import type { ContractAddresses } from '@openledger/core/api/addresses.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { encodeFunctionData } from 'viem'
import { recordDisputesAbi } from '../abi/recordDisputes.ts'
import type { ContractCall } from './contractCall.ts'

const abi = recordDisputesAbi

/** A record of a contributor in a Datanet, and the hash of what is said against it. */
export type DisputedRecord = {
  readonly datanetId: Hex32
  readonly contributor: Address
  readonly commitment: Hex32
  readonly reasonHash: Hex32
}

/** Opens a dispute; takes the stake from the sender's OPEN (approved before). */
export function openDisputeCall(addresses: ContractAddresses, record: DisputedRecord): ContractCall {
  const args = [record.datanetId, record.contributor, record.commitment, record.reasonHash] as const
  return { to: addresses.recordDisputes, data: encodeFunctionData({ abi, functionName: 'open', args }) }
}

/** Gives a dispute's first verdict, or votes on its appeal. */
export function judgeDisputeCall(
  addresses: ContractAddresses,
  verdict: { readonly disputeId: Hex32; readonly upheld: boolean; readonly how: 'decide' | 'vote' },
): ContractCall {
  const args = [verdict.disputeId, verdict.upheld] as const
  return { to: addresses.recordDisputes, data: encodeFunctionData({ abi, functionName: verdict.how, args }) }
}

/** Appeals (takes the stake from the sender's OPEN), closes, or sends the pot to the winner. */
export function moveDisputeCall(
  addresses: ContractAddresses,
  disputeId: Hex32,
  step: 'appeal' | 'close' | 'forward',
): ContractCall {
  return { to: addresses.recordDisputes, data: encodeFunctionData({ abi, functionName: step, args: [disputeId] }) }
}
