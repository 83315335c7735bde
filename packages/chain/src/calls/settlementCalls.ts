import type { ContractAddresses } from '@openledger/core/api/addresses.ts'
import type { Epoch } from '@openledger/core/epoch/epoch.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { encodeFunctionData } from 'viem'
import { settlementAbi } from '../abi/settlement.ts'
import type { ContractCall } from './contractCall.ts'

const abi = settlementAbi

/** Posts the sending operator's next epoch. */
export function postEpochCall(addresses: ContractAddresses, epoch: Epoch): ContractCall {
  return { to: addresses.settlement, data: encodeFunctionData({ abi, functionName: 'postEpoch', args: [epoch] }) }
}

/** Makes its operator's oldest open epoch final; its header as posted. */
export function finalizeCall(addresses: ContractAddresses, epoch: Epoch): ContractCall {
  return { to: addresses.settlement, data: encodeFunctionData({ abi, functionName: 'finalize', args: [epoch] }) }
}

/** An account's cumulative payout (wei) with its proof against the operator's claims root. */
export type ClaimProof = {
  readonly operator: Address
  readonly account: Address
  readonly cumulative: bigint
  readonly proof: readonly Hex32[]
}

/** Pays an account what its cumulative payout exceeds the claimed; anyone may send it. */
export function claimCall(addresses: ContractAddresses, claim: ClaimProof): ContractCall {
  const args = [claim.operator, claim.account, claim.cumulative, claim.proof] as const
  return { to: addresses.settlement, data: encodeFunctionData({ abi, functionName: 'claim', args }) }
}

/** Claims into the account's balance in the contract, which is cheaper; {@link withdrawCall} pays it. */
export function claimToBalanceCall(addresses: ContractAddresses, claim: ClaimProof): ContractCall {
  const args = [claim.operator, claim.account, claim.cumulative, claim.proof] as const
  return { to: addresses.settlement, data: encodeFunctionData({ abi, functionName: 'claimToBalance', args }) }
}

/** Pays an account its balance from an operator's epochs; anyone may send it. */
export function withdrawCall(addresses: ContractAddresses, operator: Address, account: Address): ContractCall {
  const args = [operator, account] as const
  return { to: addresses.settlement, data: encodeFunctionData({ abi, functionName: 'withdraw', args }) }
}

/** Claims for many accounts of one operator at once. */
export function claimBatchCall(
  addresses: ContractAddresses,
  operator: Address,
  claims: readonly Omit<ClaimProof, 'operator'>[],
): ContractCall {
  const args = [operator, claims] as const
  return { to: addresses.settlement, data: encodeFunctionData({ abi, functionName: 'claimBatch', args }) }
}

/** Approves (or withdraws) a code hash; the settlement's owner sends it. */
export function setApprovedCodeCall(addresses: ContractAddresses, codeHash: Hex32, approved: boolean): ContractCall {
  const args = [codeHash, approved] as const
  return { to: addresses.settlement, data: encodeFunctionData({ abi, functionName: 'setApprovedCode', args }) }
}
