import { epochHash } from '@openledger/core/epoch/epoch.ts'
import { FAULT_KIND } from '@openledger/core/faults/faultKind.ts'
import { unsortedProof } from '@openledger/core/faults/proofs/treeProofs.ts'
import { buildClaimsTree } from '@openledger/core/merkle/claimsTree.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { encodeAbiParameters } from 'viem'
import type { EncodedFault } from '../src/challenger/encodeFault.ts'
import { proofParameters } from '../src/challenger/proverAbis.ts'
import { postPayouts } from './postPayouts.ts'
import type { TestChain } from './testChain.ts'

/** Has an operator collect 1,000 wei and post a first epoch whose two payouts stand in the wrong order; answers its proof. */
export async function postUnsorted(world: TestChain): Promise<EncodedFault> {
  const payouts = ['ff', 'aa'].map((byte) => ({ account: toAddress(`0x${byte.repeat(20)}`), cumulative: 400n }))
  const epoch = await postPayouts(world, payouts, buildClaimsTree(payouts).root)
  const leaves = { receipts: [], attributions: [], credits: [], payouts }
  const proof = unsortedProof({ epoch, leaves }, { kind: 'PAYOUTS_UNSORTED', leaf: 0 })
  return {
    name: 'PAYOUTS_UNSORTED',
    operator: epoch.operator,
    number: 1n,
    epochHash: epochHash(epoch),
    kind: FAULT_KIND.PAYOUTS_UNSORTED,
    proof: encodeAbiParameters(proofParameters('PAYOUTS_UNSORTED'), [proof]),
  }
}
