import { contributionTypedData } from '@openledger/core/eip712/contribution.ts'
import { voucherTypedData } from '@openledger/core/eip712/voucher.ts'
import type { Epoch } from '@openledger/core/epoch/epoch.ts'
import { commitment } from '@openledger/core/ids/commitment.ts'
import { commitmentLeaf } from '@openledger/core/leaves/commitmentLeaf.ts'
import { buildClaimsTree, claimProof } from '@openledger/core/merkle/claimsTree.ts'
import { plainRoot } from '@openledger/core/merkle/plainTree.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { type Hex32, ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import { keccak256, toHex } from 'viem'
import { claim } from '../src/actions/claim.ts'
import { createDatanet } from '../src/actions/createDatanet.ts'
import { deposit } from '../src/actions/deposit.ts'
import { ensureAllowance } from '../src/actions/ensureAllowance.ts'
import { finalizeEpoch } from '../src/actions/finalizeEpoch.ts'
import { grantAccess } from '../src/actions/grantAccess.ts'
import { moveTime } from '../src/actions/moveTime.ts'
import { openChannel } from '../src/actions/openChannel.ts'
import { publishVersion } from '../src/actions/publishVersion.ts'
import { registerModel } from '../src/actions/registerModel.ts'
import { setPrice } from '../src/actions/setPrice.ts'
import { transferOpen } from '../src/actions/transferOpen.ts'
import { createUserWallet } from '../src/actions/userWallet.ts'
import { depositBondCall } from '../src/calls/bondVaultCalls.ts'
import { registerContributionCall } from '../src/calls/datanetRegistryCalls.ts'
import { collectCall } from '../src/calls/paymentEscrowCalls.ts'
import { postEpochCall, setApprovedCodeCall } from '../src/calls/settlementCalls.ts'
import { type TestChain, testAccount } from './testChain.ts'

export const OPEN = 10n ** 18n
const hash = (text: string): Hex32 => keccak256(toHex(text))
/** Expiries of the year 2286: later than any time that a test moves the chain to. */
const FAR = 9_999_999_999n

/** Signers of the loop: operator (who holds all OPEN), Datanet owner, contributor, developer, payer, session signer. */
export const people = {
  operator: testAccount(0),
  owner: testAccount(1),
  contributor: testAccount(2),
  developer: testAccount(3),
  payer: testAccount(4),
  signer: testAccount(5),
}

/** Takes the whole loop once over the real contracts, with every action called twice; answers its ids. */
export async function runLoop(world: TestChain, slug: string) {
  const { chain } = world
  const { addresses, chainId } = chain
  const wallet = (account: ReturnType<typeof testAccount>) => createUserWallet({ chain, account })
  const operator = wallet(people.operator)
  const owner = wallet(people.owner)
  const developer = wallet(people.developer)
  const payer = wallet(people.payer)
  const contributor = toAddress(people.contributor.address)
  const outcomes: string[] = []
  const twice = async <T extends { status: string }>(action: () => Promise<T>): Promise<T> => {
    const first = await action()
    outcomes.push(first.status, (await action()).status)
    return first
  }

  const terms = { slug, treasury: owner.address, rateBps: 500, termsHash: hash('licence'), metadataHash: hash('about') }
  const { datanetId } = await twice(() => createDatanet(owner, terms))
  const commitments = [0, 1, 2].map((index) =>
    commitment({ chainId, datanetId, contributor, recordId: hash(`record ${index}`), salt: hash(`salt ${index}`) }),
  )
  const root = plainRoot(commitments.map(commitmentLeaf))
  const message = { datanetId, contributor, root, count: commitments.length, deadline: FAR }
  const domain = { chainId, verifyingContract: addresses.datanetRegistry }
  const signature = await people.contributor.signTypedData(contributionTypedData(message, domain))
  const contribution = { datanetId, contributor, commitments, deadline: FAR, signature }
  await operator.send(registerContributionCall(addresses, contribution), 'Registering the contribution')

  const version = {
    datanetId,
    root: hash(`version ${slug}`),
    count: 3,
    dataHash: hash('leaves'),
    previousRoot: ZERO_HEX32,
  }
  await twice(() => publishVersion(owner, version))
  const grant = { termsHash: hash('licence'), expiry: FAR, minDataShareBps: 1000, minOutputPrice: 1n }
  await twice(() => grantAccess(owner, { datanetId, developer: developer.address, ...grant }))
  const { modelId } = await twice(() =>
    registerModel(developer, {
      name: `model-${slug}`,
      baseHash: hash('base'),
      adapterHash: hash('adapter'),
      manifestHash: hash('manifest'),
      logRoot: hash('log'),
      indexHash: hash('index'),
      trainingVersions: [version.root],
      retrievalVersions: [],
      inputPrice: 2n,
      outputPrice: 3n,
      split: { burn: 200, operator: 800, model: 2000, stakers: 2000, data: 5000 },
    }),
  )
  await twice(() => setPrice(developer, { modelId, inputPrice: 4n, outputPrice: 5n }))

  await twice(() => transferOpen(operator, { to: payer.address, balanceAtLeast: 10n * OPEN }))
  const limits = { cap: 100n * OPEN, expiry: FAR, amount: 2n * OPEN }
  const signer = toAddress(people.signer.address)
  const { channelId } = await twice(() => openChannel(payer, { operator: operator.address, signer, ...limits }))
  await twice(() => deposit(payer, { channelId, depositedTotal: 5n * OPEN }))
  const voucher = { channelId, cumulative: 1000n }
  const voucherDomain = { chainId, verifyingContract: addresses.paymentEscrow }
  const voucherSignature = await people.signer.signTypedData(voucherTypedData(voucher, voucherDomain))
  await operator.send(
    collectCall(addresses, [{ voucher, payer: payer.address, signature: voucherSignature }]),
    'Collecting',
  )

  const codeHash = hash('code')
  await operator.send(setApprovedCodeCall(addresses, codeHash, true), 'Approving the code')
  await ensureAllowance(operator, addresses.bondVault, 2000n * OPEN)
  await operator.send(depositBondCall(addresses, operator.address, 2000n * OPEN), 'Depositing the bond')
  const claims = buildClaimsTree([
    { account: contributor, cumulative: 700n },
    { account: owner.address, cumulative: 80n },
  ])
  const epoch: Epoch = {
    operator: operator.address,
    number: 1n,
    previous: ZERO_HEX32,
    receipts: { root: hash('receipts'), sum: 1000n, count: 1 },
    attributions: { root: hash('attributions'), count: 3 },
    credits: { root: hash('credits'), count: 4 },
    payouts: { root: hash('payouts'), sum: 780n, count: 2 },
    claimsRoot: claims.root,
    rulesRoot: hash('rules'),
    codeHash,
    dataCommitment: hash('manifest of the epoch'),
    burned: 20n,
    carriedTotal: 200n,
  }
  const posted = await operator.send(postEpochCall(addresses, epoch), 'Posting the epoch')
  return {
    datanetId,
    contribution,
    version,
    modelId,
    channelId,
    epoch,
    postBlock: posted.blockNumber,
    outcomes,
    /** Moves time past the window, finalises and claims, each twice. */
    async finish() {
      const [, , finalizesAt] = await chain.settlement.read.epochOf([operator.address, 1n])
      await moveTime({ rpcUrl: chain.rpcUrl, time: Number(finalizesAt) + 1 })
      await twice(() => finalizeEpoch(payer, { operator: operator.address, number: 1n }))
      const proof = { operator: operator.address, account: contributor, cumulative: 700n, proof: claimProof(claims, 0) }
      await twice(() => claim(payer, proof))
    },
  }
}
