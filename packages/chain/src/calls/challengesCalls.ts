import type { ContractAddresses } from '@openledger/core/api/addresses.ts'
import type { Epoch } from '@openledger/core/epoch/epoch.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { encodeAbiParameters, encodeFunctionData, type Hex, keccak256, parseAbiParameters } from 'viem'
import { challengesAbi } from '../abi/challenges.ts'
import type { ContractCall } from './contractCall.ts'

/** A fault of an operator's open epoch, with its proof: the ABI-encoded struct of its kind. */
export type FaultChallenge = {
  readonly operator: Address
  readonly number: bigint
  /** One of the contracts' `FaultKind`. */
  readonly kind: number
  readonly proof: Hex
}

const commitmentParameters = parseAbiParameters('address, address, uint64, uint8, bytes32, bytes32')

/** What a challenger commits to: keccak(abi.encode(challenger, operator, number, kind, keccak(proof), salt)). */
export function challengeCommitment(challenger: Address, fault: FaultChallenge, salt: Hex32): Hex32 {
  const { operator, number, kind, proof } = fault
  return keccak256(
    encodeAbiParameters(commitmentParameters, [challenger, operator, number, kind, keccak256(proof), salt]),
  )
}

/** Announces a challenge, see {@link challengeCommitment}; the challenge itself follows in a later block. */
export function commitCall(addresses: ContractAddresses, commitment: Hex32): ContractCall {
  const data = encodeFunctionData({ abi: challengesAbi, functionName: 'commit', args: [commitment] })
  return { to: addresses.challenges, data }
}

/** Proves a committed fault: the epoch and all above it become void and the sender gets its part of the bond. */
export function challengeCall(addresses: ContractAddresses, fault: FaultChallenge, salt: Hex32): ContractCall {
  const { operator, number, kind, proof } = fault
  const args = [operator, number, kind, proof, salt] as const
  return {
    to: addresses.challenges,
    data: encodeFunctionData({ abi: challengesAbi, functionName: 'challenge', args }),
  }
}

/** Demands a chunk of an open epoch's tree (approve the prepaid answer first); `tree` as in `IDataDemands.Tree`. */
export function demandCall(addresses: ContractAddresses, epoch: Epoch, tree: number, chunk: number): ContractCall {
  const data = encodeFunctionData({ abi: challengesAbi, functionName: 'demand', args: [epoch, tree, chunk] })
  return { to: addresses.challenges, data }
}

/** Demands a chunk of the claims tree below a node that was answered; `nodes` is that whole answer. */
export function demandBelowCall(
  addresses: ContractAddresses,
  epoch: Epoch,
  chunk: number,
  nodes: readonly Hex32[],
): ContractCall {
  const data = encodeFunctionData({ abi: challengesAbi, functionName: 'demandBelow', args: [epoch, chunk, nodes] })
  return { to: addresses.challenges, data }
}

/** Ends a demand that nobody answered in time: the epoch becomes void, and the demander gets its part of the bond. */
export function resolveDemandCall(
  addresses: ContractAddresses,
  demand: {
    readonly operator: Address
    readonly number: bigint
    readonly post: number
    readonly tree: number
    readonly chunk: number
  },
): ContractCall {
  const { operator, number, post, tree, chunk } = demand
  const args = [operator, number, post, tree, chunk] as const
  return { to: addresses.challenges, data: encodeFunctionData({ abi: challengesAbi, functionName: 'resolve', args }) }
}

/** Answers a demand with the chunk's encoded run; the sender gets what was prepaid. */
export function answerCall(
  addresses: ContractAddresses,
  epoch: Epoch,
  answer: { readonly tree: number; readonly chunk: number; readonly run: Hex },
): ContractCall {
  const args = [epoch, answer.tree, answer.chunk, answer.run] as const
  return {
    to: addresses.challenges,
    data: encodeFunctionData({ abi: challengesAbi, functionName: 'answer', args }),
  }
}
