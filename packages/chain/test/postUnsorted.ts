import { voucherTypedData } from '@openledger/core/eip712/voucher.ts'
import { type Epoch, epochHash } from '@openledger/core/epoch/epoch.ts'
import { FAULT_KIND } from '@openledger/core/faults/faultKind.ts'
import { unsortedProof } from '@openledger/core/faults/proofs/treeProofs.ts'
import { payoutLeaf } from '@openledger/core/leaves/payoutLeaf.ts'
import { buildClaimsTree } from '@openledger/core/merkle/claimsTree.ts'
import { buildSumTree } from '@openledger/core/merkle/sumTree.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import { ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import { encodeAbiParameters } from 'viem'
import { ensureAllowance } from '../src/actions/ensureAllowance.ts'
import { openChannel } from '../src/actions/openChannel.ts'
import { transferOpen } from '../src/actions/transferOpen.ts'
import { createUserWallet } from '../src/actions/userWallet.ts'
import { depositBondCall } from '../src/calls/bondVaultCalls.ts'
import { collectCall } from '../src/calls/paymentEscrowCalls.ts'
import { postEpochCall, setApprovedCodeCall } from '../src/calls/settlementCalls.ts'
import type { EncodedFault } from '../src/challenger/encodeFault.ts'
import { proofParameters } from '../src/challenger/proverAbis.ts'
import { OPEN, people } from './runLoop.ts'
import type { TestChain } from './testChain.ts'

/** Has an operator collect 1,000 wei and post a first epoch whose two payouts stand in the wrong order; answers its proof. */
export async function postUnsorted({ chain }: TestChain): Promise<EncodedFault> {
  const { addresses, chainId } = chain
  const operator = createUserWallet({ chain, account: people.operator })
  const payer = createUserWallet({ chain, account: people.payer })
  await transferOpen(operator, { to: payer.address, balanceAtLeast: 10n * OPEN })
  const limits = { cap: OPEN, expiry: 9_999_999_999n, amount: 2n * OPEN }
  const { channelId } = await openChannel(payer, { operator: operator.address, signer: payer.address, ...limits })
  const voucher = { channelId, cumulative: 1_000n }
  const domain = { chainId, verifyingContract: addresses.paymentEscrow }
  const signature = await people.payer.signTypedData(voucherTypedData(voucher, domain))
  await operator.send(collectCall(addresses, [{ voucher, payer: payer.address, signature }]), 'Collecting')
  await operator.send(setApprovedCodeCall(addresses, hashText('code'), true), 'Approving the code')
  await ensureAllowance(operator, addresses.bondVault, 2_000n * OPEN)
  await operator.send(depositBondCall(addresses, operator.address, 2_000n * OPEN), 'Depositing the bond')
  const payouts = ['ff', 'aa'].map((byte) => ({ account: toAddress(`0x${byte.repeat(20)}`), cumulative: 400n }))
  const { root } = buildSumTree(payouts.map((leaf) => ({ hash: payoutLeaf(leaf), sum: leaf.cumulative })))
  const epoch: Epoch = {
    operator: operator.address,
    number: 1n,
    previous: ZERO_HEX32,
    receipts: { root: hashText('receipts'), sum: 1_000n, count: 1 },
    attributions: { root: hashText('attributions'), count: 1 },
    credits: { root: hashText('credits'), count: 2 },
    payouts: { root: root.hash, sum: root.sum, count: 2 },
    claimsRoot: buildClaimsTree(payouts).root,
    rulesRoot: hashText('rules'),
    codeHash: hashText('code'),
    dataCommitment: hashText('manifest'),
    burned: 200n,
    carriedTotal: 0n,
  }
  await operator.send(postEpochCall(addresses, epoch), 'Posting the epoch')
  const leaves = { receipts: [], attributions: [], credits: [], payouts }
  const proof = unsortedProof({ epoch, leaves }, { kind: 'PAYOUTS_UNSORTED', leaf: 0 })
  return {
    name: 'PAYOUTS_UNSORTED',
    operator: operator.address,
    number: 1n,
    epochHash: epochHash(epoch),
    kind: FAULT_KIND.PAYOUTS_UNSORTED,
    proof: encodeAbiParameters(proofParameters('PAYOUTS_UNSORTED'), [proof]),
  }
}
