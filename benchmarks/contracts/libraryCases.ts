import { type Epoch, epochHash } from '@openledger/core/epoch/epoch.ts'
import { attributionLeaf } from '@openledger/core/leaves/attributionLeaf.ts'
import { commitmentLeaf } from '@openledger/core/leaves/commitmentLeaf.ts'
import { creditLeaf, ROLE } from '@openledger/core/leaves/creditLeaf.ts'
import { payoutLeaf } from '@openledger/core/leaves/payoutLeaf.ts'
import { trainedRecordLeaf } from '@openledger/core/leaves/trainedRecordLeaf.ts'
import { versionLeaf } from '@openledger/core/leaves/versionLeaf.ts'
import { claimsMultiproof, packClaim } from '@openledger/core/merkle/claimsMultiproof.ts'
import { buildClaimsTree, type ClaimsTree, claimLeaf, claimProof } from '@openledger/core/merkle/claimsTree.ts'
import { buildPlainTree, plainProof } from '@openledger/core/merkle/plainTree.ts'
import { buildSumTree, sumProof } from '@openledger/core/merkle/sumTree.ts'
import { prefixCuts } from '@openledger/core/payout/prefixCuts.ts'
import { splitFee } from '@openledger/core/payout/splitFee.ts'
import { splitShares } from '@openledger/core/payout/splitShares.ts'
import { type Hex32, ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import { W } from '@openledger/core/rules/rules.ts'
import type { Draw } from './randomCases.ts'

/** One comparison: what the harness is asked and what core says to it. */
export type LibraryCase = {
  readonly functionName: string
  readonly args: readonly unknown[]
  readonly expected: unknown
}

/** Makers of cases against the libraries, with how many of 10,000 each makes. */
export const libraryCases: readonly {
  readonly name: string
  readonly count: number
  readonly make: (draw: Draw) => LibraryCase
}[] = [
  { name: 'leaves', count: 2_200, make: leafCase },
  { name: 'plain trees', count: 1_000, make: plainTreeCase },
  { name: 'sum trees', count: 1_000, make: sumTreeCase },
  { name: 'claims trees', count: 350, make: claimsTreeCase },
  { name: 'multiproofs of claims', count: 350, make: multiproofCase },
  { name: 'splits of fees', count: 1_500, make: splitFeeCase },
  { name: 'cuts of data parts', count: 1_000, make: splitDataCase },
  { name: 'royalties and curators', count: 1_000, make: splitSharesCase },
  { name: 'epoch headers', count: 300, make: epochCase },
]

function leafCase(draw: Draw): LibraryCase {
  const [callId, commitment, receipt] = [draw.hex32(), draw.hex32(), draw.uint32()]
  const account = draw.address()
  const kind = draw.below(6)
  if (kind === 0) {
    return { functionName: 'commitmentLeaf', args: [commitment], expected: commitmentLeaf(commitment) }
  }
  if (kind === 1) {
    const expected = versionLeaf({ commitment, contributor: account })
    return { functionName: 'versionLeaf', args: [commitment, account], expected }
  }
  if (kind === 2) {
    const expected = trainedRecordLeaf({ commitment, uses: receipt })
    return { functionName: 'trainedRecordLeaf', args: [commitment, receipt], expected }
  }
  if (kind === 3) {
    const cumulative = draw.uint(128)
    const expected = payoutLeaf({ account, cumulative })
    return { functionName: 'payoutLeaf', args: [account, cumulative], expected }
  }
  if (kind === 4) {
    const roles = Object.values(ROLE)
    const role = roles[draw.below(roles.length)] ?? ROLE.operator
    const [amount, runningSum] = [draw.uint(128), draw.uint(128)]
    return {
      functionName: 'creditLeaf',
      args: [account, callId, receipt, role, commitment, amount, runningSum],
      expected: creditLeaf({ account, callId, receipt, role, commitment, amount, runningSum }),
    }
  }
  const method = ([1, 2, 3] as const)[draw.below(3)] ?? 1
  const [score, weight, indexHash] = [BigInt.asIntN(64, draw.uint(64)), draw.uint(64), draw.hex32()]
  const sharePpm = draw.below(1_000_001)
  return {
    functionName: 'attributionLeaf',
    args: [callId, receipt, commitment, method, score, sharePpm, weight, indexHash],
    expected: attributionLeaf({ callId, receipt, commitment, method, score, sharePpm, weight, indexHash }),
  }
}

/** Root, a proof that holds, and the same proof at the next leaf, which does not. */
function plainTreeCase(draw: Draw): LibraryCase {
  const count = 1 + draw.below(40)
  const leaves = draw.list(count, draw.hex32)
  const tree = buildPlainTree(leaves)
  const index = draw.below(count)
  return {
    functionName: 'plainTree',
    args: [leaves, index, plainProof(tree, index)],
    expected: [tree.root, true, false],
  }
}

/** Root and sum, a proof that holds, and the same with a leaf of one wei more, which does not. */
function sumTreeCase(draw: Draw): LibraryCase {
  const count = 1 + draw.below(40)
  const leaves = draw.list(count, () => ({ hash: draw.hex32(), sum: draw.uint(120) }))
  const tree = buildSumTree(leaves)
  const index = draw.below(count)
  return {
    functionName: 'sumTree',
    args: [leaves, index, sumProof(tree, index)],
    expected: [tree.root.hash, tree.root.sum, true, false],
  }
}

function claimsTreeOf(draw: Draw): ClaimsTree {
  return buildClaimsTree(draw.list(1 + draw.below(40), () => ({ account: draw.address(), cumulative: draw.uint(96) })))
}

/** Leaf, a claim that holds, the same of another wei, which does not, and OpenZeppelin's word for it. */
function claimsTreeCase(draw: Draw): LibraryCase {
  const tree = claimsTreeOf(draw)
  const index = draw.below(tree.claims.length)
  const claim = tree.claims[index] ?? { account: draw.address(), cumulative: 0n }
  return {
    functionName: 'claimHolds',
    args: [tree.root, packClaim(claim), claimProof(tree, index)],
    expected: [claimLeaf(claim), true, false, true],
  }
}

/** Any claims of a tree at once, which hold, and the same with one of another wei, which do not. */
function multiproofCase(draw: Draw): LibraryCase {
  const tree = claimsTreeOf(draw)
  const chosen = [...tree.claims.keys()].filter(() => draw.below(3) === 0)
  const indexes = chosen.length > 0 ? chosen : [draw.below(tree.claims.length)]
  const nodes = {
    nodeAt: (height: number, position: number) => tree.layers[height]?.[position] ?? ZERO_HEX32,
  }
  const { claims, proof, flags } = claimsMultiproof(nodes, tree.claims, indexes)
  const wrong = draw.below(claims.length)
  const changed = claims.map((claim, index) => (index === wrong ? toHex32(BigInt(claim) ^ 1n) : claim))
  return { functionName: 'claimsHold', args: [tree.root, claims, changed, proof, flags], expected: [true, false] }
}

const toHex32 = (word: bigint): Hex32 => `0x${word.toString(16).padStart(64, '0')}`

function splitFeeCase(draw: Draw): LibraryCase {
  const burn = 200 + draw.below(9_801)
  const [a, b, c] = draw.list(3, () => draw.below(10_001 - burn)).toSorted((x, y) => x - y)
  const [first = 0, second = 0, third = 0] = [a, b, c]
  const split = {
    burn,
    operator: first,
    model: second - first,
    stakers: third - second,
    data: 10_000 - burn - third,
  }
  const fee = draw.uint(128)
  const parts = splitFee(fee, split)
  return {
    functionName: 'splitFee',
    args: [fee, split],
    expected: [parts.burn, parts.operator, parts.model, parts.stakers, parts.data],
  }
}

/** Up to 64 weights that sum to W. */
function splitDataCase(draw: Draw): LibraryCase {
  const count = 1 + draw.below(64)
  const bounds = [0n, ...draw.list(count - 1, () => draw.uint(64) % (W + 1n)).toSorted(compare), W]
  const weights = bounds.slice(1).map((bound, index) => bound - (bounds[index] ?? 0n))
  const data = draw.uint(128)
  return { functionName: 'splitData', args: [data, weights], expected: prefixCuts(data, weights, W) }
}

/** Up to 8 shares of at most the whole, and the rest. */
function splitSharesCase(draw: Draw): LibraryCase {
  const count = draw.below(9)
  const bounds = draw.list(count, () => draw.below(10_001)).toSorted((a, b) => a - b)
  const bps = bounds.map((bound, index) => bound - (bounds[index - 1] ?? 0))
  const owner = draw.address()
  const amount = draw.uint(128)
  const parts = splitShares(
    amount,
    bps.map((share) => ({ account: draw.address(), bps: share })),
    owner,
  )
  return { functionName: 'splitShares', args: [amount, bps], expected: parts.map((part) => part.amount) }
}

function epochCase(draw: Draw): LibraryCase {
  const root = () => ({ root: draw.hex32(), count: draw.uint32() })
  const sumRoot = () => ({ root: draw.hex32(), sum: draw.uint(128), count: draw.uint32() })
  const epoch: Epoch = {
    operator: draw.address(),
    number: draw.uint(64),
    previous: draw.hex32(),
    receipts: sumRoot(),
    attributions: root(),
    credits: root(),
    payouts: sumRoot(),
    claimsRoot: draw.hex32(),
    rulesRoot: draw.hex32(),
    codeHash: draw.hex32(),
    dataCommitment: draw.hex32(),
    burned: draw.uint(128),
    carriedTotal: draw.uint(128),
  }
  return { functionName: 'epochHash', args: [epoch], expected: epochHash(epoch) }
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}
