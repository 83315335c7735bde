import { voucherTypedData } from '@openledger/core/eip712/voucher.ts'
import type { Epoch } from '@openledger/core/epoch/epoch.ts'
import { type PayoutLeaf, payoutLeaf } from '@openledger/core/leaves/payoutLeaf.ts'
import { buildSumTree } from '@openledger/core/merkle/sumTree.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import { type Hex32, ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import { ensureAllowance } from '../src/actions/ensureAllowance.ts'
import { openChannel } from '../src/actions/openChannel.ts'
import { transferOpen } from '../src/actions/transferOpen.ts'
import { createUserWallet } from '../src/actions/userWallet.ts'
import { depositBondCall } from '../src/calls/bondVaultCalls.ts'
import { collectCall } from '../src/calls/paymentEscrowCalls.ts'
import { postEpochCall, setApprovedCodeCall } from '../src/calls/settlementCalls.ts'
import { OPEN, people } from './runLoop.ts'
import type { TestChain } from './testChain.ts'

/** Wei that the epoch burns. */
const BURNED = 200n

/** Has an operator collect what these payouts take, and post them as its first epoch, under any claims root. */
export async function postPayouts(
  { chain }: TestChain,
  payouts: readonly PayoutLeaf[],
  claimsRoot: Hex32,
): Promise<Epoch> {
  const { addresses, chainId } = chain
  const operator = createUserWallet({ chain, account: people.operator })
  const payer = createUserWallet({ chain, account: people.payer })
  const { root } = buildSumTree(payouts.map((leaf) => ({ hash: payoutLeaf(leaf), sum: leaf.cumulative })))
  const collected = root.sum + BURNED
  await transferOpen(operator, { to: payer.address, balanceAtLeast: 10n * OPEN })
  const limits = { cap: OPEN, expiry: 9_999_999_999n, amount: 2n * OPEN }
  const { channelId } = await openChannel(payer, { operator: operator.address, signer: payer.address, ...limits })
  const voucher = { channelId, cumulative: collected }
  const domain = { chainId, verifyingContract: addresses.paymentEscrow }
  const signature = await people.payer.signTypedData(voucherTypedData(voucher, domain))
  await operator.send(collectCall(addresses, [{ voucher, payer: payer.address, signature }]), 'Collecting')
  await operator.send(setApprovedCodeCall(addresses, hashText('code'), true), 'Approving the code')
  await ensureAllowance(operator, addresses.bondVault, 2_000n * OPEN)
  await operator.send(depositBondCall(addresses, operator.address, 2_000n * OPEN), 'Depositing the bond')
  const epoch: Epoch = {
    operator: operator.address,
    number: 1n,
    previous: ZERO_HEX32,
    receipts: { root: hashText('receipts'), sum: collected, count: 1 },
    attributions: { root: hashText('attributions'), count: 1 },
    credits: { root: hashText('credits'), count: 2 },
    payouts: { root: root.hash, sum: root.sum, count: payouts.length },
    claimsRoot,
    rulesRoot: hashText('rules'),
    codeHash: hashText('code'),
    dataCommitment: hashText('manifest'),
    burned: BURNED,
    carriedTotal: 0n,
  }
  await operator.send(postEpochCall(addresses, epoch), 'Posting the epoch')
  return epoch
}
