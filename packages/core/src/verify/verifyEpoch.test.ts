import { describe, expect, test } from 'vitest'
import { memoryChain } from '../../test/memoryChain.ts'
import { makeCalls, makeWorld } from '../../test/world.ts'
import { MemoryDataStore } from '../data/dataStore.ts'
import { buildEpoch } from '../epoch/buildEpoch.ts'
import { proveClaim } from '../epoch/proveClaim.ts'
import { publishEpoch } from '../epoch/publishEpoch.ts'
import { ROLE } from '../leaves/creditLeaf.ts'
import { verifyClaimProof } from '../merkle/claimsTree.ts'
import { verifyEpoch } from './verifyEpoch.ts'

describe('a chain of honest epochs', () => {
  test('verifies, epoch by epoch, and conserves every wei', async () => {
    const world = makeWorld(7)
    const store = new MemoryDataStore()
    const first = await buildEpoch({
      ...world.base,
      number: 1n,
      previous: undefined,
      ...(await makeCalls(world, undefined, 40)),
    })
    const second = await buildEpoch({
      ...world.base,
      number: 2n,
      previous: first.next,
      ...(await makeCalls(world, first.next, 40)),
    })
    const third = await buildEpoch({
      ...world.base,
      number: 3n,
      previous: second.next,
      receipts: [],
      attributions: new Map(),
    })
    for (const built of [first, second, third])
      expect(await publishEpoch(built, store)).toBe(built.epoch.dataCommitment)
    const chain = memoryChain(world, [first, second, third])

    for (const [i, built] of [first, second, third].entries()) {
      const seen: string[] = []
      const result = await verifyEpoch({
        chain,
        store,
        operator: world.base.operator,
        number: BigInt(i + 1),
        onStep: (step) => seen.push(step.name),
      })
      expect(result.firstDifference).toBeUndefined()
      expect(result.ok).toBe(true)
      expect(seen).toEqual(result.steps.map((step) => step.name))
      expect(result.totals).toMatchObject({
        fees: built.epoch.receipts.sum,
        burned: built.burned,
        carried: 0n,
      })
      const totals = result.totals
      expect((totals?.credited ?? 0n) + (totals?.burned ?? 0n)).toBe(built.epoch.receipts.sum)
      const pools = built.leaves.credits.filter(({ role }) => role === ROLE.stakers)
      expect(totals?.pools).toBe(pools.reduce((sum, { amount }) => sum + amount, 0n))
    }
    expect(third.epoch.receipts).toEqual({ root: `0x${'0'.repeat(64)}`, sum: 0n, count: 0 })
    expect(third.epoch.payouts).toEqual(second.epoch.payouts)
    for (const { account, cumulative } of second.payouts) {
      const claim = proveClaim(second.payouts, account)
      expect(claim?.cumulative).toBe(cumulative)
      expect(verifyClaimProof(second.epoch.claimsRoot, { account, cumulative }, claim?.proof ?? [])).toBe(true)
      expect(
        verifyClaimProof(second.epoch.claimsRoot, { account, cumulative: cumulative + 1n }, claim?.proof ?? []),
      ).toBe(false)
    }
    expect(proveClaim(second.payouts, `0x${'99'.repeat(20)}`)).toBeUndefined()
    await expect(verifyEpoch({ chain, store, operator: world.base.operator, number: 4n })).rejects.toMatchObject({
      code: 'VERIFY_EPOCH_UNKNOWN',
    })
    await expect(verifyEpoch({ chain, store, operator: world.base.operator, number: 0n })).rejects.toMatchObject({
      code: 'VERIFY_EPOCH_UNKNOWN',
    })
  })
})
