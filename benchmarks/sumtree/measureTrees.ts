import process from 'node:process'
import { createTreePool } from '@openledger/chain/trees/createTreePool.ts'
import { epochRoots } from '@openledger/core/epoch/epochTrees.ts'
import { payoutLeaf } from '@openledger/core/leaves/payoutLeaf.ts'
import { verifyClaimProof } from '@openledger/core/merkle/claimsTree.ts'
import { packedClaimProof } from '@openledger/core/merkle/packed/packedClaimsTree.ts'
import { buildPackedPlainTree, packedPlainProof } from '@openledger/core/merkle/packed/packedPlainTree.ts'
import { packedSumProof } from '@openledger/core/merkle/packed/packedSumTree.ts'
import { creditPacker, hashLeaves } from '@openledger/core/merkle/packed/packLeaves.ts'
import { buildPayoutTrees } from '@openledger/core/merkle/packed/payoutTrees.ts'
import { oneThreadKit } from '@openledger/core/merkle/packed/treeKit.ts'
import { verifySumProof } from '@openledger/core/merkle/sumTree.ts'
import { keccak } from '@openledger/core/primitives/hash.ts'
import { keccak256 } from 'viem'
import { seededRandom } from '../lib/seededRandom.ts'
import { makeLeaves } from './makeLeaves.ts'
import { measuredSchema } from './measured.ts'

/**
 * One measurement in a process of its own, so that its peak memory is its own.
 * Arguments: how the trees are built (`threads`, `wasm`, `javascript`, `reference`), accounts.
 */
const [how, accounts] = [process.argv[2], Number(process.argv[3])]
const { payouts: leaves, credits } = makeLeaves(accounts)
const started = performance.now()
let creditsAt = started

if (how === 'reference') {
  const roots = epochRoots({ receipts: [], attributions: [], credits, payouts: leaves })
  report({ roots: [roots.payouts.root, String(roots.payouts.sum), roots.claimsRoot, roots.credits.root], proofs: [] })
} else {
  const pool = how === 'threads' ? await createTreePool(2) : undefined
  const kit = pool ?? oneThreadKit(how === 'wasm' ? keccak : (bytes) => keccak256(bytes, 'bytes'))
  const { payouts, claims } = await buildPayoutTrees(leaves, kit)
  creditsAt = performance.now()
  const creditTree = await buildPackedPlainTree(await hashLeaves(credits, creditPacker, kit), kit)
  const seconds = (performance.now() - started) / 1000
  const creditSeconds = (performance.now() - creditsAt) / 1000
  const proofs: number[] = []
  const random = seededRandom(7)
  for (let i = 0; i < 20_000; i++) {
    const index = Math.floor(random() * accounts)
    const before = performance.now()
    const sum = packedSumProof(payouts, index)
    const claim = packedClaimProof(claims, index)
    packedPlainProof(creditTree, index)
    proofs.push((performance.now() - before) / 3)
    const leaf = leaves[index]
    if (i % 200 !== 0 || leaf === undefined) continue
    const node = { hash: payoutLeaf(leaf), sum: leaf.cumulative }
    const holds =
      verifySumProof({ root: payouts.root, count: accounts, index, leaf: node, proof: sum }) &&
      verifyClaimProof(claims.root, leaf, claim)
    if (!holds) throw new Error(`the proof of leaf ${index} does not hold`)
  }
  report({
    roots: [payouts.root.hash, String(payouts.root.sum), claims.root, creditTree.root],
    proofs: proofs.toSorted((a, b) => a - b),
    seconds,
    creditSeconds,
  })
  await pool?.close()
}

/** Prints the document that the bench reads. */
function report(found: {
  readonly roots: readonly string[]
  readonly proofs: readonly number[]
  readonly seconds?: number
  readonly creditSeconds?: number
}): void {
  const measured = measuredSchema.parse({
    roots: found.roots,
    seconds: found.seconds ?? (performance.now() - started) / 1000,
    creditSeconds: found.creditSeconds ?? 0,
    proofMs: { median: found.proofs[found.proofs.length >> 1] ?? 0, max: found.proofs.at(-1) ?? 0 },
    peakMib: process.resourceUsage().maxRSS / 1024,
  })
  process.stdout.write(`${JSON.stringify(measured)}\n`)
}
