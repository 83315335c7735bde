import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { type Address, BaseError, type Hex, HttpRequestError, size } from 'viem'
import { treeFaultsAbi } from '../abi/treeFaults.ts'
import { contractErrorsAbi } from '../clients/contractErrorsAbi.ts'
import type { Chain } from '../clients/createChain.ts'
import { chainErrors } from '../errors.ts'
import { toChainError } from '../rpc/toChainError.ts'
import type { EncodedFault } from './encodeFault.ts'
import { KINDS_PER_PROVER, PROVER_ABIS } from './proverAbis.ts'

/** What a fault's prover says: the hash of the epoch that it proves faulty, or why the proof does not hold. */
export type Trial = { readonly proven: Hex32 } | { readonly refused: string }

/** Provers that were read: the contract's list is written once, by its constructor. */
const knownProvers = new WeakMap<Chain, Map<number, Address>>()

async function proverAt(chain: Chain, index: number): Promise<Address> {
  const known = knownProvers.get(chain) ?? new Map<number, Address>()
  knownProvers.set(chain, known)
  const prover = known.get(index) ?? (await chain.challenges.read.provers([BigInt(index)]))
  known.set(index, prover)
  return prover
}

/**
 * Asks a fault's prover by a call that costs nothing and changes nothing. A proof that the RPC does not take (it runs out
 * of gas, or is too large) is refused like one that does not hold: an operator could put it there to hide another fault.
 * @throws CHAIN_UNREACHABLE
 */
export async function tryFault(chain: Chain, { kind, proof }: EncodedFault): Promise<Trial> {
  const index = Math.floor(kind / KINDS_PER_PROVER)
  try {
    // Every prover has the same `prove`.
    const call = {
      address: await proverAt(chain, index),
      abi: treeFaultsAbi,
      functionName: 'prove',
      args: [kind, proof],
    } as const
    return { proven: await chain.client.readContract(call) }
  } catch (error) {
    const errors = (PROVER_ABIS[index] ?? []).filter((item) => item.type === 'error')
    const known = toChainError(error, `Proving a fault of kind ${kind}`, [...contractErrorsAbi, ...errors])
    if (known.code === chainErrors.CHAIN_REVERTED.code) return { refused: String(known.details['errorName']) }
    if (known.code === chainErrors.CHAIN_RPC_REFUSED.code || isTooLarge(error)) return { refused: known.message }
    const refused = known.code === chainErrors.CHAIN_UNREACHABLE.code && (await hangsUpOn(chain, proof))
    if (refused) return { refused: `${known.message} It hangs up on a proof of ${size(proof)} bytes.` }
    throw known
  }
}

/** Whether the RPC answered that the request is too large. */
const isTooLarge = (error: unknown): boolean =>
  error instanceof BaseError &&
  error.walk((inner) => inner instanceof HttpRequestError && inner.status === 413) !== null

/** Bytes that any RPC takes: what geth's pool allows a transaction (`txMaxSize`). */
const TAKEN_BY_ALL = 128 * 1024

/**
 * Whether it was the proof's size that ended the connection: a server may hang up in the middle of a body that is too
 * large for it, and its 413 is then never read. It answers a small question.
 */
async function hangsUpOn(chain: Chain, proof: Hex): Promise<boolean> {
  if (size(proof) <= TAKEN_BY_ALL) return false
  return chain.client.getChainId().then(
    () => true,
    () => false,
  )
}
