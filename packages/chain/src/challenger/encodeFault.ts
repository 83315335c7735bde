import { epochHash } from '@openledger/core/epoch/epoch.ts'
import type { FaultSearch } from '@openledger/core/faults/faultFacts.ts'
import { FAULT_KIND, type FaultName } from '@openledger/core/faults/faultKind.ts'
import type { FoundFault } from '@openledger/core/faults/foundFault.ts'
import { faultProof } from '@openledger/core/faults/proofs/faultProof.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { encodeAbiParameters } from 'viem'
import type { FaultChallenge } from '../calls/challengesCalls.ts'
import { proofParameters } from './proverAbis.ts'

/** A fault ready to be proven on chain. */
export type EncodedFault = FaultChallenge & { readonly name: FaultName; readonly epochHash: Hex32 }

/**
 * Makes a found fault's proof and encodes it for its prover.
 * @throws RangeError when the search does not hold what the proof needs, for one an index outside of its tree
 */
export function encodeFault(search: FaultSearch, fault: FoundFault): EncodedFault {
  const { operator, number } = search.current.epoch
  return {
    name: fault.kind,
    epochHash: epochHash(search.current.epoch),
    operator,
    number,
    kind: FAULT_KIND[fault.kind],
    proof: encodeAbiParameters(proofParameters(fault.kind), [faultProof(search, fault)]),
  }
}
