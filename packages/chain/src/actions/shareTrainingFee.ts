import { plainRun } from '@openledger/core/faults/proofs/runs.ts'
import { type VersionLeaf, versionLeaf } from '@openledger/core/leaves/versionLeaf.ts'
import { buildPlainTree } from '@openledger/core/merkle/plainTree.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { shareTrainingFeeCall } from '../calls/trainingFeesCalls.ts'
import { ensure } from './ensure.ts'
import type { UserWallet } from './userWallet.ts'

/** Records of one run: `TrainingFees.RUN`. */
const RUN = 128

/**
 * Shares a paid training fee out among all records of a version, run by run; runs that are shared are passed over, so
 * after a kill it is simply called again.
 * @param payment who paid for which version, and the version's records in leaf order
 * @returns how many runs this call shared
 * @throws CHAIN_REVERTED (NotPaid, WrongRun), CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function shareTrainingFee(
  wallet: UserWallet,
  payment: { readonly root: Hex32; readonly developer: Address; readonly records: readonly VersionLeaf[] },
): Promise<number> {
  const { chain } = wallet
  const { root, developer, records } = payment
  const tree = buildPlainTree(records.map((record) => versionLeaf(record)))
  let shared = 0
  for (let run = 0; run * RUN < records.length; run++) {
    const first = run * RUN
    const { leaves, siblings } = plainRun(tree, records, first, Math.min(RUN, records.length - first))
    const isDone = () => chain.trainingFees.read.isShared([root, developer, run])
    const call = shareTrainingFeeCall(chain.addresses, { root, developer, run, lines: leaves, siblings })
    const { status } = await ensure(wallet, `Sharing run ${run} of ${root}`, isDone, call, 'AlreadyShared')
    if (status === 'done') shared += 1
  }
  return shared
}
