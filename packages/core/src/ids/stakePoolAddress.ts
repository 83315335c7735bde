import { concat, getContractAddress, type Hex } from 'viem'
import { type Address, toAddress } from '../primitives/address.ts'
import type { Hex32 } from '../primitives/hex.ts'

/** An EIP-1167 clone's creation code before and behind the address of what it clones. */
const CLONE_HEAD: Hex = '0x3d602d80600a3d3981f3363d3d373d3d3d363d73'
const CLONE_TAIL: Hex = '0x5af43d82803e903d91602b57fd5bf3'

/**
 * Where a subject's stake pool stands or will stand: a clone (EIP-1167) of the pool that `Staking` created as its first
 * contract, by CREATE2 with the subject as its salt. The same as `IStaking.poolOf`.
 * @param staking the chain's `Staking`
 * @param subject a model's id, or {@link stakeSubject} of an operator or validator
 */
export function stakePoolAddress(staking: Address, subject: Hex32): Address {
  const implementation = getContractAddress({ from: staking, nonce: 1n })
  const bytecode = concat([CLONE_HEAD, implementation, CLONE_TAIL])
  return toAddress(getContractAddress({ opcode: 'CREATE2', from: staking, salt: subject, bytecode }))
}

/** The subject of an operator or validator: its address as a 32-byte number. */
export function stakeSubject(account: Address): Hex32 {
  return `0x${account.slice(2).padStart(64, '0')}`
}
