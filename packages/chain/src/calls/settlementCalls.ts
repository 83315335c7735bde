import type { ContractAddresses } from '@openledger/core/api/addresses.ts'
import type { Epoch } from '@openledger/core/epoch/epoch.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { encodeFunctionData } from 'viem'
import { settlementAbi } from '../abi/settlement.ts'
import type { ContractCall } from './contractCall.ts'

const abi = settlementAbi

/** Posts an operator's next epoch: its own, or an overdue one under the sender's bond. */
export function postEpochCall(addresses: ContractAddresses, epoch: Epoch): ContractCall {
  return { to: addresses.settlement, data: encodeFunctionData({ abi, functionName: 'postEpoch', args: [epoch] }) }
}

/** Makes its operator's oldest open epoch final; its header as posted. */
export function finalizeCall(addresses: ContractAddresses, epoch: Epoch): ContractCall {
  return { to: addresses.settlement, data: encodeFunctionData({ abi, functionName: 'finalize', args: [epoch] }) }
}

/** Approves (or withdraws) a code hash; the settlement's owner sends it. */
export function setApprovedCodeCall(addresses: ContractAddresses, codeHash: Hex32, approved: boolean): ContractCall {
  const args = [codeHash, approved] as const
  return { to: addresses.settlement, data: encodeFunctionData({ abi, functionName: 'setApprovedCode', args }) }
}
