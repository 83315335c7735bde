import { payoutLeaf } from '@openledger/core/leaves/payoutLeaf.ts'
import { buildClaimsTree } from '@openledger/core/merkle/claimsTree.ts'
import { buildPayoutTrees } from '@openledger/core/merkle/packed/payoutTrees.ts'
import { buildSumTree } from '@openledger/core/merkle/sumTree.ts'
import { UINT128_MAX } from '@openledger/core/primitives/integers.ts'
import { expect, test } from 'vitest'
import { createTreePool } from './createTreePool.ts'

const payoutsOf = (count: number, top = 10n ** 24n) =>
  Array.from({ length: count }, (_, i) => ({
    account: `0x${i.toString(16).padStart(40, '0')}` as const,
    cumulative: top - BigInt(i),
  }))

test('threads build the reference trees', async () => {
  await using pool = await createTreePool(2)
  for (const count of [0, 1, 1_025, 5_000]) {
    const leaves = payoutsOf(count)
    const { payouts, claims } = await buildPayoutTrees(leaves, pool)
    expect(claims.root).toBe(buildClaimsTree(leaves).root)
    expect(payouts.root).toEqual(
      buildSumTree(leaves.map((leaf) => ({ hash: payoutLeaf(leaf), sum: leaf.cumulative }))).root,
    )
  }
}, 60_000)

test('an overflow in a thread is the overflow of the reference; a closed pool says so', async () => {
  const pool = await createTreePool(2)
  await expect(buildPayoutTrees(payoutsOf(2_000, UINT128_MAX), pool)).rejects.toThrowError(
    expect.objectContaining({ code: 'MERKLE_SUM_OVERFLOW' }),
  )
  await pool.close()
  await expect(buildPayoutTrees(payoutsOf(2_000), pool)).rejects.toThrowError(
    expect.objectContaining({ code: 'CHAIN_TREE_THREAD_FAILED' }),
  )
})
