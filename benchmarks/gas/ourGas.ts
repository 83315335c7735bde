import { settlementAbi } from '@openledger/chain/abi/settlement.ts'
import { ensureAllowance } from '@openledger/chain/actions/ensureAllowance.ts'
import { moveTime } from '@openledger/chain/actions/moveTime.ts'
import { transferOpen } from '@openledger/chain/actions/transferOpen.ts'
import { depositBondCall } from '@openledger/chain/calls/bondVaultCalls.ts'
import { collectCall, openChannelCall } from '@openledger/chain/calls/paymentEscrowCalls.ts'
import {
  claimBatchCall,
  claimCall,
  claimToBalanceCall,
  finalizeCall,
  postEpochCall,
  setApprovedCodeCall,
  withdrawCall,
} from '@openledger/chain/calls/settlementCalls.ts'
import { wasmKeccak } from '@openledger/chain/trees/wasmKeccak.ts'
import { voucherTypedData } from '@openledger/core/eip712/voucher.ts'
import { type Epoch, epochHash } from '@openledger/core/epoch/epoch.ts'
import { channelId } from '@openledger/core/ids/channelId.ts'
import { packedClaimProof } from '@openledger/core/merkle/packed/packedClaimsTree.ts'
import { buildPayoutTrees } from '@openledger/core/merkle/packed/payoutTrees.ts'
import { oneThreadKit } from '@openledger/core/merkle/packed/treeKit.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import { ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import { encodeFunctionData } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { claimsMultiproof } from './claimsMultiproof.ts'
import type { GasWorld } from './gasWorld.ts'

/** Leaves of the claims tree: every proof has 17 siblings. */
const ACCOUNTS = 2 ** 17
const CHANNELS = 50
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
  readonly finalize: number
  readonly claims: readonly number[]
  readonly claimBatchOf50: number
  /** To the balance that Settlement keeps. */
  readonly claimsToBalance: readonly number[]
  readonly manyPushed: number
  readonly manyToBalance: number
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

  let charged = 0n
  const collect = async (count: number) => {
    charged += CHARGE
    const vouchers = channels.slice(0, count).map(async ({ id, signer }) => {
      const voucher = { channelId: id, cumulative: charged }
      const domain = { chainId: chain.chainId, verifyingContract: addresses.paymentEscrow }
      return { voucher, signature: await signer.signTypedData(voucherTypedData(voucher, domain)) }
    })
    return gasOf(await operator.send(collectCall(addresses, await Promise.all(vouchers)), 'Collecting'))
  }

  let last: Epoch | undefined
  const post = async (receipts: number) => {
    const { funded, accounted } = await chain.settlement.read.stateOf([operator.address])
    const number = (last?.number ?? 0n) + 1n
    // Each account's cumulative rises by another amount each epoch; what is left of the fees is burned.
    const leaves = accounts.map((account, i) => ({ account, cumulative: number * (10n ** 17n + BigInt(i)) }))
    const trees = await buildPayoutTrees(leaves, oneThreadKit(await wasmKeccak()))
    const sum = funded - accounted
    const epoch: Epoch = {
      operator: operator.address,
      number,
      previous: last === undefined ? ZERO_HEX32 : epochHash(last),
      receipts: { root: hashText(`receipts ${number}`), sum, count: receipts },
      attributions: { root: hashText(`attributions ${number}`), count: 5 * receipts },
      credits: { root: hashText(`credits ${number}`), count: 7 * receipts },
      payouts: { root: trees.payouts.root.hash, sum: trees.payouts.root.sum, count: ACCOUNTS },
      claimsRoot: trees.claims.root,
      rulesRoot: hashText('rules'),
      codeHash: hashText('code'),
      dataCommitment: hashText(`data ${number}`),
      burned: sum - (trees.payouts.root.sum - (last?.payouts.sum ?? 0n)),
      carriedTotal: 0n,
    }
    const gas = gasOf(await operator.send(postEpochCall(addresses, epoch), 'Posting the epoch'))
    last = epoch
    const claimOf = (index: number) => ({
      account: accounts[index] ?? operator.address,
      cumulative: leaves[index]?.cumulative ?? 0n,
      proof: packedClaimProof(trees.claims, index),
    })
    const manyOf = (indexes: readonly number[]) => claimsMultiproof(trees.claims, leaves, indexes)
    return { gas, epoch, claimOf, manyOf }
  }
  const finalize = async (epoch: Epoch) => {
    const [, , finalizesAt] = await chain.settlement.read.epochOf([operator.address, epoch.number])
    await moveTime({ rpcUrl: chain.rpcUrl, time: Number(finalizesAt) + 1 })
    return gasOf(await operator.send(finalizeCall(addresses, epoch), 'Finalising'))
  }
  const claimBatch = async (claims: readonly ReturnType<Awaited<ReturnType<typeof post>>['claimOf']>[]) =>
    gasOf(await operator.send(claimBatchCall(addresses, operator.address, claims), 'Claiming for many'))
  const claimMany = async (many: ReturnType<Awaited<ReturnType<typeof post>>['manyOf']>, toBalance: boolean) => {
    const args = [operator.address, many.accounts, many.cumulatives, many.proof, many.flags, toBalance] as const
    const data = encodeFunctionData({ abi: settlementAbi, functionName: 'claimMany', args })
    return gasOf(await operator.send({ to: addresses.settlement, data }, 'Claiming by multiproof'))
  }
  // Spread over the tree, so that batches share no more than they would in use.
  const group = (offset: number, count: number) =>
    Array.from({ length: count }, (_, i) => (i * 2_179 + offset) % ACCOUNTS)
  const groups = {
    single: group(17, 10),
    batch: group(400, 50),
    internal: group(800, 10),
    pushed: group(1_200, 50),
    balance: group(1_600, 50),
  }
  const claimEach = async (epoch: Awaited<ReturnType<typeof post>>) => {
    const claims: number[] = []
    const claimsToBalance: number[] = []
    for (const index of groups.single) {
      const claim = { operator: operator.address, ...epoch.claimOf(index) }
      claims.push(gasOf(await operator.send(claimCall(addresses, claim), 'Claiming')))
    }
    for (const index of groups.internal) {
      const claim = { operator: operator.address, ...epoch.claimOf(index) }
      claimsToBalance.push(gasOf(await operator.send(claimToBalanceCall(addresses, claim), 'Claiming to a balance')))
    }
    return {
      claims,
      claimsToBalance,
      claimBatchOf50: await claimBatch(groups.batch.map(epoch.claimOf)),
      manyPushed: await claimMany(epoch.manyOf(groups.pushed), false),
      manyToBalance: await claimMany(epoch.manyOf(groups.balance), true),
    }
  }

  for (let round = 0; round < 3; round++) {
    await collect(CHANNELS)
    const used = await post(500_000)
    await finalize(used.epoch)
    await claimEach(used)
  }
  const collectOf50 = await collect(CHANNELS)
  const measured = await post(150_000)
  const finalizeGas = await finalize(measured.epoch)
  const claims = await claimEach(measured)
  const withdrawals: number[] = []
  const collectOf15 = await collect(15)
  const last15 = await post(150_000)
  await finalize(last15.epoch)
  for (const index of groups.single) {
    const claim = { operator: operator.address, ...last15.claimOf(index) }
    await operator.send(claimToBalanceCall(addresses, claim), 'Claiming to a balance')
    withdrawals.push(
      gasOf(await operator.send(withdrawCall(addresses, operator.address, claim.account), 'Withdrawing')),
    )
  }
  await collect(15)
  const more = await post(500_000_000)
  return {
    ...claims,
    withdrawals,
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
