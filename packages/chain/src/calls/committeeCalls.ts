import type { ContractAddresses } from '@openledger/core/api/addresses.ts'
import type { Epoch } from '@openledger/core/epoch/epoch.ts'
import type { AttributionRun } from '@openledger/core/faults/proofs/epochRuns.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { encodeFunctionData } from 'viem'
import { committeeAbi } from '../abi/committee.ts'
import type { ContractCall } from './contractCall.ts'

/** Takes a seat among the validators, or changes the key of who has one. */
export function registerValidatorCall(addresses: ContractAddresses, encryptionKey: Hex32, seat: bigint): ContractCall {
  const data = encodeFunctionData({ abi: committeeAbi, functionName: 'register', args: [encryptionKey, seat] })
  return { to: addresses.committee, data }
}

/** Asks a committee to execute a call's attribution again (approve the price first); `call` is all that the call has. */
export function requestReexecutionCall(
  addresses: ContractAddresses,
  epoch: Epoch,
  call: AttributionRun,
  callId: Hex32,
): ContractCall {
  const data = encodeFunctionData({ abi: committeeAbi, functionName: 'request', args: [epoch, call, callId] })
  return { to: addresses.committee, data }
}

/** Draws a request's members; anyone may. */
export function drawCommitteeCall(addresses: ContractAddresses, requestId: Hex32): ContractCall {
  const data = encodeFunctionData({ abi: committeeAbi, functionName: 'draw', args: [requestId] })
  return { to: addresses.committee, data }
}

/** Says where the content for the members is published; operator only. */
export function handOverCall(addresses: ContractAddresses, requestId: Hex32, contentHash: Hex32): ContractCall {
  const data = encodeFunctionData({ abi: committeeAbi, functionName: 'handOver', args: [requestId, contentHash] })
  return { to: addresses.committee, data }
}

/** Commits a member to its weights. */
export function commitWeightsCall(addresses: ContractAddresses, requestId: Hex32, commitment: Hex32): ContractCall {
  const data = encodeFunctionData({ abi: committeeAbi, functionName: 'commitWeights', args: [requestId, commitment] })
  return { to: addresses.committee, data }
}

/** Reveals a member's weights. */
export function revealWeightsCall(
  addresses: ContractAddresses,
  requestId: Hex32,
  weights: readonly bigint[],
  salt: Hex32,
): ContractCall {
  const data = encodeFunctionData({
    abi: committeeAbi,
    functionName: 'revealWeights',
    args: [requestId, weights, salt],
  })
  return { to: addresses.committee, data }
}

/** Ends a request whose time has come; anyone may. */
export function resolveCommitteeCall(
  addresses: ContractAddresses,
  requestId: Hex32,
  posted: readonly bigint[],
  revealed: readonly (readonly bigint[])[],
): ContractCall {
  const args = [requestId, posted, revealed] as const
  return { to: addresses.committee, data: encodeFunctionData({ abi: committeeAbi, functionName: 'resolve', args }) }
}
