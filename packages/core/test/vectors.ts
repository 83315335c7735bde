import { privateKeyToAccount } from 'viem/accounts'
import { contributionDigest, contributionTypedData } from '../src/eip712/contribution.ts'
import { type Receipt, receiptDigest, receiptTypedData } from '../src/eip712/receipt.ts'
import { voucherDigest, voucherTypedData } from '../src/eip712/voucher.ts'
import { type Epoch, epochHash } from '../src/epoch/epoch.ts'
import { channelId } from '../src/ids/channelId.ts'
import { commitment } from '../src/ids/commitment.ts'
import { contributionId } from '../src/ids/contributionId.ts'
import { datanetId } from '../src/ids/datanetId.ts'
import { grantId } from '../src/ids/grantId.ts'
import { modelId } from '../src/ids/modelId.ts'
import { attributionLeaf } from '../src/leaves/attributionLeaf.ts'
import { commitmentLeaf } from '../src/leaves/commitmentLeaf.ts'
import { creditLeaf } from '../src/leaves/creditLeaf.ts'
import { payoutLeaf } from '../src/leaves/payoutLeaf.ts'
import { receiptLeaf } from '../src/leaves/receiptLeaf.ts'
import { trainedRecordLeaf } from '../src/leaves/trainedRecordLeaf.ts'
import { versionLeaf } from '../src/leaves/versionLeaf.ts'
import { buildClaimsTree, claimLeaf, claimProof } from '../src/merkle/claimsTree.ts'
import { buildPlainTree, plainProof, plainSubtreeNode } from '../src/merkle/plainTree.ts'
import { buildSumTree, sumProof } from '../src/merkle/sumTree.ts'
import { callFee } from '../src/payout/callFee.ts'
import { prefixCuts } from '../src/payout/prefixCuts.ts'
import { splitFee } from '../src/payout/splitFee.ts'
import { splitShares } from '../src/payout/splitShares.ts'
import { toAddress } from '../src/primitives/address.ts'
import { hashText } from '../src/primitives/hash.ts'
import { ZERO_HEX32 } from '../src/primitives/hex.ts'
import { W } from '../src/rules/rules.ts'
import { RULES_CODE_HASH } from '../src/rules/rulesCode.ts'
import { attributionWeights } from '../src/weights/attributionWeights.ts'
import { seededRandom } from './random.ts'

const CHAIN_ID = 31_337
const address = (name: string) => toAddress(hashText(name).slice(0, 42))
const range = (count: number) => Array.from({ length: count }, (_, i) => i)

function trees() {
  const random = seededRandom(11)
  const counts = [0, 1, 2, 3, 5, 8, 13]
  return {
    plain: counts.map((count) => {
      const leaves = range(count).map(() => random.hex32())
      const tree = buildPlainTree(leaves)
      const height = Math.min(1, tree.layers.length - 1)
      return {
        count,
        leaves,
        root: tree.root,
        proofs: range(count).map((index) => plainProof(tree, index)),
        firstPairNode: plainSubtreeNode(leaves.slice(0, 2), height),
      }
    }),
    sum: counts.map((count) => {
      const leaves = range(count).map((i) => ({
        hash: random.hex32(),
        sum: BigInt(random.below(1e9)) * 10n ** BigInt(i),
      }))
      const tree = buildSumTree(leaves)
      const proofs = range(count).map((index) => sumProof(tree, index))
      return {
        count,
        leafHashes: leaves.map((leaf) => leaf.hash),
        leafSums: leaves.map((leaf) => leaf.sum),
        root: tree.root.hash,
        sum: tree.root.sum,
        proofHashes: proofs.map((proof) => proof.map((node) => node.hash)),
        proofSums: proofs.map((proof) => proof.map((node) => node.sum)),
      }
    }),
  }
}

function leaves() {
  const random = seededRandom(12)
  const attribution = {
    callId: random.hex32(),
    receipt: 4_294_967_294,
    commitment: random.hex32(),
    method: 1,
    score: -123_456_789n,
    sharePpm: 600_000,
    weight: 10n ** 18n,
    indexHash: random.hex32(),
  } as const
  const credit = {
    account: address('ada'),
    callId: random.hex32(),
    receipt: 70_000,
    role: 4,
    commitment: random.hex32(),
    amount: 2n ** 100n,
    runningSum: 2n ** 101n,
  } as const
  const version = { commitment: random.hex32(), contributor: address('bo') }
  const trained = { commitment: random.hex32(), uses: 4_294_967_295 }
  const payout = { account: address('cy'), cumulative: 2n ** 128n - 1n }
  const single = random.hex32()
  return {
    commitment: { commitment: single, hash: commitmentLeaf(single) },
    version: { ...version, hash: versionLeaf(version) },
    trainedRecord: { ...trained, hash: trainedRecordLeaf(trained) },
    attribution: { ...attribution, hash: attributionLeaf(attribution) },
    credit: { ...credit, hash: creditLeaf(credit) },
    payout: { ...payout, hash: payoutLeaf(payout), claimHash: claimLeaf(payout) },
  }
}

async function eip712() {
  const random = seededRandom(13)
  const privateKey = hashText('signer of the vectors')
  const signer = privateKeyToAccount(privateKey)
  const domain = { chainId: CHAIN_ID, verifyingContract: address('contract') }
  const account = toAddress(signer.address)
  const contribution = {
    datanetId: random.hex32(),
    contributor: account,
    root: random.hex32(),
    count: 7,
    deadline: 1_900_000_000n,
  }
  const voucher = { channelId: random.hex32(), cumulative: 123_456_789_012_345_678_901n }
  const receipts: Receipt[] = [1, 2].map((components) => ({
    callId: random.hex32(),
    channelId: random.hex32(),
    sequence: 9n,
    cumulativeBefore: 10n ** 20n,
    cumulativeAfter: 10n ** 20n + 12_345n,
    components: range(components).map((i) => ({
      modelId: random.hex32(),
      scalePpm: 1_000_000 - i,
      priceVersion: i + 1,
    })),
    retrievedVersions: range(components - 1).map(() => random.hex32()),
    requestHash: random.hex32(),
    responseHash: random.hex32(),
    inputTokens: 321,
    outputTokens: 123,
    fee: 12_345n,
    time: 1_800_000_000n,
  }))
  return {
    chainId: CHAIN_ID,
    verifyingContract: domain.verifyingContract,
    privateKey,
    signer: account,
    contribution: {
      ...contribution,
      digest: contributionDigest(contribution, domain),
      signature: await signer.signTypedData(contributionTypedData(contribution, domain)),
    },
    voucher: {
      ...voucher,
      digest: voucherDigest(voucher, domain),
      signature: await signer.signTypedData(voucherTypedData(voucher, domain)),
    },
    receipts: await Promise.all(
      receipts.map(async (receipt) => ({
        ...receipt,
        structHash: receiptLeaf(receipt),
        digest: receiptDigest(receipt, domain),
        signature: await signer.signTypedData(receiptTypedData(receipt, domain)),
      })),
    ),
  }
}

function payouts() {
  const random = seededRandom(14)
  const splits = [
    { burn: 200, operator: 800, model: 2_000, stakers: 2_000, data: 5_000 },
    { burn: 201, operator: 0, model: 3_333, stakers: 0, data: 6_466 },
    { burn: 10_000, operator: 0, model: 0, stakers: 0, data: 0 },
  ]
  const fees = [0n, 1n, 4_999n, 10n ** 18n + 7n, 2n ** 128n - 1n]
  const prices = [
    { inputPrice: 1_000_000_007n, outputPrice: 3_000_000_019n },
    { inputPrice: 999n, outputPrice: 10n ** 27n },
    { inputPrice: 0n, outputPrice: 1n },
  ]
  return {
    splits: splits.flatMap((split) =>
      fees.map((fee) => ({ fee, ...prefixed(split), parts: Object.values(splitFee(fee, split)) })),
    ),
    cuts: [1, 2, 7, 64].map((count) => {
      const weights = range(count).map((i) => (i === count - 1 ? 0n : BigInt(random.below(1e15))))
      weights[count - 1] = W - weights.reduce((sum, weight) => sum + weight, 0n)
      const amount = 10n ** 19n + BigInt(random.below(1e9))
      return { amount, weights, parts: prefixCuts(amount, weights, W) }
    }),
    shares: [[], [1_001], [2_501, 999], [5_000], [10_000], [1, 2, 3, 4, 5, 6, 7, 9_972]].flatMap((bps) =>
      [0n, 1n, 9_999n, 10n ** 18n + 7n, 2n ** 128n - 1n].map((amount) => {
        const shares = bps.map((share, i) => ({ account: address(`account ${i}`), bps: share }))
        return { amount, bps, parts: splitShares(amount, shares, address('owner')).map((part) => part.amount) }
      }),
    ),
    fees: [1, 2, 3].map((count) => {
      const components = prices.slice(0, count).map((price, i) => ({ price, scalePpm: [700_000, 300_001, 0][i] ?? 0 }))
      const tokens = { inputTokens: 1_234, outputTokens: 567 }
      return {
        ...tokens,
        inputPrices: components.map((component) => component.price.inputPrice),
        outputPrices: components.map((component) => component.price.outputPrice),
        scalesPpm: components.map((component) => component.scalePpm),
        ...callFee(tokens, components),
      }
    }),
  }
}

const prefixed = (split: Record<string, number>) => ({ split: Object.values(split) })

function claims() {
  return [0, 1, 2, 3, 6, 17].map((count) => {
    const payout = range(count).map((i) => ({
      account: address(`account ${i}`),
      cumulative: 10n ** 18n * BigInt(i + 1) + 1n,
    }))
    payout.sort((a, b) => (a.account < b.account ? -1 : 1))
    const tree = buildClaimsTree(payout)
    return {
      count,
      accounts: payout.map((claim) => claim.account),
      cumulatives: payout.map((claim) => claim.cumulative),
      root: tree.root,
      proofs: range(count).map((index) => claimProof(tree, index)),
    }
  })
}

function ids() {
  const random = seededRandom(15)
  const [a, b, c] = [random.hex32(), random.hex32(), random.hex32()]
  const owner = address('owner')
  const record = { chainId: CHAIN_ID, datanetId: a, contributor: owner, recordId: b, salt: c }
  const model = {
    chainId: CHAIN_ID,
    developer: owner,
    baseHash: a,
    adapterHash: b,
    manifestHash: ZERO_HEX32,
    name: 'medical-coder',
  }
  const channel = {
    chainId: CHAIN_ID,
    escrow: address('escrow'),
    payer: address('payer'),
    operator: address('operator'),
    signer: address('signer'),
  }
  return {
    datanet: {
      chainId: CHAIN_ID,
      owner,
      slug: 'medical-coding',
      id: datanetId({ chainId: CHAIN_ID, owner, slug: 'medical-coding' }),
    },
    commitment: { ...record, id: commitment(record) },
    contribution: {
      datanetId: a,
      contributor: owner,
      root: b,
      id: contributionId({ datanetId: a, contributor: owner, root: b }),
    },
    grant: { datanetId: a, developer: owner, id: grantId({ datanetId: a, developer: owner }) },
    model: { ...model, id: modelId(model) },
    channel: { ...channel, id: channelId(channel) },
  }
}

function epoch() {
  const random = seededRandom(16)
  const root = () => ({ root: random.hex32(), count: random.below(1_000) })
  const sumRoot = () => ({
    root: random.hex32(),
    sum: BigInt(random.below(1e9)) * 10n ** 12n,
    count: random.below(1_000),
  })
  const struct: Epoch = {
    operator: address('operator'),
    number: 42n,
    previous: random.hex32(),
    receipts: sumRoot(),
    attributions: root(),
    credits: root(),
    payouts: sumRoot(),
    claimsRoot: random.hex32(),
    rulesRoot: random.hex32(),
    codeHash: RULES_CODE_HASH,
    dataCommitment: random.hex32(),
    burned: 5n,
    carriedTotal: 6n,
  }
  return { ...struct, hash: epochHash(struct) }
}

function weights() {
  const random = seededRandom(17)
  const commitments = range(70).map(() => random.hex32())
  const indexHash = random.hex32()
  const datanets = [random.hex32(), random.hex32(), random.hex32()]
  return [1, 2].flatMap((exponent) =>
    [0, 1, 3, 70].map((count) => {
      const scores = commitments
        .slice(0, count)
        .map((commitment) => ({ commitment, score: BigInt(random.below(1e7) - 2e6) }))
      const citations = commitments
        .slice(1, 1 + Math.min(count, 4))
        .map((commitment) => ({ commitment, score: BigInt(random.below(1e6)) }))
      const input = {
        influence: { indexHash, threshold: 100_000n, scores },
        citations: { threshold: 9_000n, scores: citations },
        sharePpm: 612_345,
      }
      const entries = attributionWeights({
        ...input,
        influence: [input.influence],
        units: new Map(),
        reputationPpm: new Map(),
        exponent: exponent === 1 ? 1 : 2,
        datanets,
      })
      return { exponent, ...input, datanets, entries }
    }),
  )
}

/** Every golden vector by the name of its file. Integers wider than 32 bits are decimal strings. */
export async function makeVectors(): Promise<Record<string, string>> {
  const all = {
    trees: trees(),
    leaves: leaves(),
    eip712: await eip712(),
    payouts: payouts(),
    claims: { cases: claims() },
    ids: ids(),
    epoch: epoch(),
    weights: { cases: weights() },
  }
  const text = (value: unknown) =>
    `${JSON.stringify(value, (_, entry: unknown) => (typeof entry === 'bigint' ? entry.toString() : entry), 1)}\n`
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [`${name}.json`, text(value)]))
}
