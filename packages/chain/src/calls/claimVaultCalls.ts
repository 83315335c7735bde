import { type ClaimsMultiproof, packClaim } from '@openledger/core/merkle/claimsMultiproof.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { encodeFunctionData } from 'viem'
import { claimVaultAbi } from '../abi/claimVault.ts'
import type { ContractCall } from './contractCall.ts'

const abi = claimVaultAbi

/** An account's cumulative payout (wei) with its proof against the vault's claims root. */
export type VaultClaim = {
  readonly account: Address
  readonly cumulative: bigint
  readonly proof: readonly Hex32[]
}

/**
 * Pays an account what its cumulative payout exceeds the claimed; anyone may send it.
 * @param vault of the operator, `Settlement.vaultOf`
 */
export function claimCall(vault: Address, claim: VaultClaim): ContractCall {
  const data = encodeFunctionData({ abi, functionName: 'claim', args: [packClaim(claim), claim.proof] })
  return { to: vault, data }
}

/** Claims into the account's balance in the vault, which is cheaper; {@link withdrawBalanceCall} pays it. */
export function claimToBalanceCall(vault: Address, claim: VaultClaim): ContractCall {
  const data = encodeFunctionData({ abi, functionName: 'claimToBalance', args: [packClaim(claim), claim.proof] })
  return { to: vault, data }
}

/** Claims for many accounts at once, to them or into their balances. */
export function claimManyCall(
  vault: Address,
  { claims, proof, flags }: ClaimsMultiproof,
  toBalance: boolean,
): ContractCall {
  return {
    to: vault,
    data: encodeFunctionData({ abi, functionName: 'claimMany', args: [claims, proof, flags, toBalance] }),
  }
}

/** Pays an account its balance in the vault; anyone may send it. */
export function withdrawBalanceCall(vault: Address, account: Address): ContractCall {
  return { to: vault, data: encodeFunctionData({ abi, functionName: 'withdraw', args: [account] }) }
}
