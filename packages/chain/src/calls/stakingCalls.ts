import type { ContractAddresses } from '@openledger/core/api/addresses.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { encodeFunctionData } from 'viem'
import { stakingAbi } from '../abi/staking.ts'
import type { ContractCall } from './contractCall.ts'

/** Stakes `amount` wei of the sender's OPEN (approved to `Staking` before) in a subject's pool. */
export function stakeCall(addresses: ContractAddresses, subject: Hex32, amount: bigint): ContractCall {
  const data = encodeFunctionData({ abi: stakingAbi, functionName: 'stake', args: [subject, amount] })
  return { to: addresses.staking, data }
}

/** Asks back stake of the sender's; it can be withdrawn after the unbonding delay. */
export function requestUnstakeCall(addresses: ContractAddresses, subject: Hex32, amount: bigint): ContractCall {
  const data = encodeFunctionData({ abi: stakingAbi, functionName: 'requestUnstake', args: [subject, amount] })
  return { to: addresses.staking, data }
}

/** Pays an account what it asked back and has waited for; anyone may send it. */
export function withdrawStakeCall(addresses: ContractAddresses, subject: Hex32, account: Address): ContractCall {
  const data = encodeFunctionData({ abi: stakingAbi, functionName: 'withdraw', args: [subject, account] })
  return { to: addresses.staking, data }
}

/** Pays an account what its stake has earned; anyone may send it. */
export function claimRewardsCall(addresses: ContractAddresses, subject: Hex32, account: Address): ContractCall {
  const data = encodeFunctionData({ abi: stakingAbi, functionName: 'claimRewards', args: [subject, account] })
  return { to: addresses.staking, data }
}
