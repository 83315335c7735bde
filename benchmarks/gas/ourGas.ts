import { ensureAllowance } from '@openledger/chain/actions/ensureAllowance.ts'
import { moveTime } from '@openledger/chain/actions/moveTime.ts'
import { transferOpen } from '@openledger/chain/actions/transferOpen.ts'
import { depositBondCall } from '@openledger/chain/calls/bondVaultCalls.ts'
import {
  claimCall,
  claimManyCall,
  claimToBalanceCall,
  withdrawBalanceCall,
} from '@openledger/chain/calls/claimVaultCalls.ts'
import { collectCall, openChannelCall } from '@openledger/chain/calls/paymentEscrowCalls.ts'
import { finalizeCall, postEpochCall, setApprovedCodeCall } from '@openledger/chain/calls/settlementCalls.ts'
import { vaultOf } from '@openledger/chain/reader/vaultOf.ts'
import { voucherTypedData } from '@openledger/core/eip712/voucher.ts'
import { type Epoch, epochHash } from '@openledger/core/epoch/epoch.ts'
import { channelId } from '@openledger/core/ids/channelId.ts'
import { type ClaimsMultiproof, claimsMultiproof } from '@openledger/core/merkle/claimsMultiproof.ts'
import { packedClaimNode, packedClaimProof } from '@openledger/core/merkle/packed/packedClaimsTree.ts'
import { buildPayoutTrees } from '@openledger/core/merkle/packed/payoutTrees.ts'
import { oneThreadKit } from '@openledger/core/merkle/packed/treeKit.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { hashText, keccak } from '@openledger/core/primitives/hash.ts'
import { ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import { privateKeyToAccount } from 'viem/accounts'
import type { GasWorld } from './gasWorld.ts'

/** Leaves of the claims tree: every proof has 17 siblings. */
const ACCOUNTS = 2 ** 17
const CHANNELS = 50
/** `Settlement.EPOCH_PLACES`: posts after which each writes over the place of an older one. */
const EPOCH_PLACES = 128
const OPEN = 10n ** 18n
/** What each channel is charged an epoch. */
const CHARGE = 10_000n * OPEN
const FAR = 9_999_999_999n

/** Gas of our own steps, in a state in which every channel and account has been used before. */
export type OurGas = {
  readonly collectOf50: number
  readonly collectOf15: number
  readonly post: number
  readonly postOfMore: number
  /** In a place that no epoch had before. */
  readonly postInNewPlace: number
  readonly finalize: number
  readonly claims: readonly number[]
  /** To the balance that the vault keeps. */
  readonly claimsToBalance: readonly number[]
  /** 50 accounts that stand beside each other in the claims tree. */
  readonly neighboursPushed: number
  readonly neighboursToBalance: number
  /** 50 accounts from all over the tree. */
  readonly spreadPushed: number
  readonly spreadToBalance: number
  readonly withdrawals: readonly number[]
}

/**
 * Three epochs in which every slot is used, that of a channel's history included, then the measured ones. Groups of 60
 * accounts claim in the way that is measured later.
 */
export async function measureOurGas(world: GasWorld): Promise<OurGas> {
  const { chain, operator, payer } = world
  const { addresses } = chain
  await transferOpen(operator, { to: payer.address, balanceAtLeast: 100_000_000n * OPEN })
  await ensureAllowance(operator, addresses.bondVault, 50_000_000n * OPEN)
  await operator.send(depositBondCall(addresses, operator.address, 50_000_000n * OPEN), 'Depositing the bond')
  await operator.send(setApprovedCodeCall(addresses, hashText('code'), true), 'Approving the code')
  await ensureAllowance(payer, addresses.paymentEscrow, 100_000_000n * OPEN)
  const channels = await openChannels(world)
  const accounts = Array.from({ length: ACCOUNTS }, (_, i) =>
    toAddress(hashText(`account ${i}`).slice(0, 42)),
  ).toSorted()

  const vault = await vaultOf(chain, operator.address)
  let charged = 0n
  const collect = async (count: number, charge = CHARGE) => {
    charged += charge
    const vouchers = channels.slice(0, count).map(async ({ id, signer }) => {
      const voucher = { channelId: id, cumulative: charged }
      const domain = { chainId: chain.chainId, verifyingContract: addresses.paymentEscrow }
      const signature = await signer.signTypedData(voucherTypedData(voucher, domain))
      return { voucher, payer: payer.address, signature }
    })
    return gasOf(await operator.send(collectCall(addresses, await Promise.all(vouchers)), 'Collecting'))
  }

  let last: Epoch | undefined
  /** Posts an epoch over all that was collected; what its payouts leave is burned. */
  const postWith = async (receipts: number, payouts: Pick<Epoch, 'payouts' | 'claimsRoot'>) => {
    const { funded, accounted } = await chain.settlement.read.stateOf([operator.address])
    const number = (last?.number ?? 0n) + 1n
    const sum = funded - accounted
    const epoch: Epoch = {
      operator: operator.address,
      number,
      previous: last === undefined ? ZERO_HEX32 : epochHash(last),
      receipts: { root: hashText(`receipts ${number}`), sum, count: receipts },
      attributions: { root: hashText(`attributions ${number}`), count: 5 * receipts },
      credits: { root: hashText(`credits ${number}`), count: 7 * receipts },
      payouts: payouts.payouts,
      claimsRoot: payouts.claimsRoot,
      rulesRoot: hashText('rules'),
      codeHash: hashText('code'),
      dataCommitment: hashText(`data ${number}`),
      burned: sum - (payouts.payouts.sum - (last?.payouts.sum ?? 0n)),
      carriedTotal: 0n,
    }
    const gas = gasOf(await operator.send(postEpochCall(addresses, epoch), 'Posting the epoch'))
    last = epoch
    return { gas, epoch }
  }
  let round = 0n
  const post = async (receipts: number) => {
    round++
    // Each account's cumulative rises by another amount each time.
    const leaves = accounts.map((account, i) => ({ account, cumulative: round * (10n ** 17n + BigInt(i)) }))
    const { payouts, claims } = await buildPayoutTrees(leaves, oneThreadKit(keccak))
    const posted = await postWith(receipts, {
      payouts: { root: payouts.root.hash, sum: payouts.root.sum, count: ACCOUNTS },
      claimsRoot: claims.root,
    })
    const claimOf = (index: number) => ({
      account: accounts[index] ?? operator.address,
      cumulative: leaves[index]?.cumulative ?? 0n,
      proof: packedClaimProof(claims, index),
    })
    const nodes = {
      nodeAt: (height: number, position: number) => packedClaimNode(claims, height, position),
    }
    const manyOf = (indexes: readonly number[]) => claimsMultiproof(nodes, leaves, indexes)
    return { ...posted, claimOf, manyOf }
  }
  type Posted = Awaited<ReturnType<typeof post>>
  const finalize = async (epoch: Epoch) => {
    const [, , finalizesAt] = await chain.settlement.read.epochOf([operator.address, epoch.number])
    await moveTime({ rpcUrl: chain.rpcUrl, time: Number(finalizesAt) + 1 })
    return gasOf(await operator.send(finalizeCall(addresses, epoch), 'Finalising'))
  }
  const claimMany = async (many: ClaimsMultiproof, toBalance: boolean) =>
    gasOf(await operator.send(claimManyCall(vault, many, toBalance), 'Claiming by multiproof'))
  // Spread over the tree, so that batches share no more than they would in use.
  const group = (offset: number, count: number) =>
    Array.from({ length: count }, (_, i) => (i * 2_179 + offset) % ACCOUNTS)
  const groups = {
    single: group(17, 10),
    internal: group(800, 10),
    pushed: group(1_200, 50),
    balance: group(1_600, 50),
  }
  const neighbours = (first: number) => Array.from({ length: 50 }, (_, i) => first + i)
  const claimEach = async (epoch: Posted) => {
    const claims: number[] = []
    const claimsToBalance: number[] = []
    for (const index of groups.single) {
      claims.push(gasOf(await operator.send(claimCall(vault, epoch.claimOf(index)), 'Claiming')))
    }
    for (const index of groups.internal) {
      const call = claimToBalanceCall(vault, epoch.claimOf(index))
      claimsToBalance.push(gasOf(await operator.send(call, 'Claiming to a balance')))
    }
    return {
      claims,
      claimsToBalance,
      spreadPushed: await claimMany(epoch.manyOf(groups.pushed), false),
      spreadToBalance: await claimMany(epoch.manyOf(groups.balance), true),
    }
  }

  // Three epochs in which every slot is used, that of a channel's history included.
  let postInNewPlace = 0
  for (let i = 0; i < 3; i++) {
    await collect(CHANNELS)
    const used = await post(500_000)
    await finalize(used.epoch)
    await claimEach(used)
    postInNewPlace = used.gas
  }
  // Epochs that pay nobody, until all places are in use.
  for (let i = 0; i < EPOCH_PLACES; i++) {
    if (last === undefined) throw new Error('no epoch was posted')
    await collect(1, 1n)
    await finalize((await postWith(1, last)).epoch)
  }
  const collectOf50 = await collect(CHANNELS)
  const measured = await post(150_000)
  const finalizeGas = await finalize(measured.epoch)
  const claims = await claimEach(measured)

  // Neighbours claim now, so that theirs in the next epoch are repeated claims too.
  const collectOf15 = await collect(15)
  const last15 = await post(150_000)
  const [pushed, kept] = [neighbours(20_000), neighbours(90_000)]
  await claimMany(measured.manyOf(pushed), false)
  await claimMany(measured.manyOf(kept), true)
  await finalize(last15.epoch)
  const neighboursPushed = await claimMany(last15.manyOf(pushed), false)
  const neighboursToBalance = await claimMany(last15.manyOf(kept), true)
  const withdrawals: number[] = []
  for (const index of groups.single) {
    const claim = last15.claimOf(index)
    await operator.send(claimToBalanceCall(vault, claim), 'Claiming to a balance')
    withdrawals.push(gasOf(await operator.send(withdrawBalanceCall(vault, claim.account), 'Withdrawing')))
  }
  await collect(15)
  const more = await post(500_000_000)
  return {
    ...claims,
    neighboursPushed,
    neighboursToBalance,
    withdrawals,
    postInNewPlace,
    collectOf50,
    collectOf15,
    post: measured.gas,
    postOfMore: more.gas,
    finalize: finalizeGas,
  }
}

/** Channels of one payer with 50 session signers, each with money for all epochs of the bench. */
async function openChannels({ chain, operator, payer }: GasWorld) {
  const channels = []
  for (let i = 0; i < CHANNELS; i++) {
    const signer = privateKeyToAccount(hashText(`session signer ${i}`))
    const terms = { operator: operator.address, signer: toAddress(signer.address), cap: 10n ** 26n, expiry: FAR }
    await payer.send(openChannelCall(chain.addresses, { ...terms, amount: 10n * CHARGE }), 'Opening a channel')
    const id = channelId({
      chainId: chain.chainId,
      escrow: chain.addresses.paymentEscrow,
      payer: payer.address,
      operator: operator.address,
      signer: terms.signer,
    })
    channels.push({ id, signer })
  }
  return channels
}

/** Gas by receipt. */
function gasOf(receipt: { readonly gasUsed: bigint }): number {
  return Number(receipt.gasUsed)
}
