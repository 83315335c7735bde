import { describe, expect, test } from 'vitest'
import { first, must, replace, resum, second, verdict } from '../../test/liar.ts'

describe('lies about money', () => {
  test('the operator takes a wei from a contributor', async () => {
    const { credits } = second.leaves
    const from = credits.findIndex((credit) => credit.role === 4 && credit.amount > 1n)
    const to = credits.findIndex((credit) => credit.role === 1)
    const moved = (i: number, by: bigint) => ({ ...must(credits[i]), amount: must(credits[i]).amount + by })
    const lie = resum(replace(replace(credits, from, moved(from, -1n)), to, moved(to, 1n)))
    expect(await verdict({ credits: lie })).toMatchObject({
      code: 'EPOCH_CREDIT_WRONG',
      file: expect.stringMatching(/^credits\/chunks\/\d+ 0x/),
    })
  })

  test('a credit twice, a credit less, a wrong running sum', async () => {
    const { credits } = second.leaves
    const at = credits.findIndex((credit) => credit.amount > 0n)
    expect(
      await verdict({
        credits: resum([...credits.slice(0, at), ...credits.slice(at - 1 < 0 ? 0 : at)].filter((_, i) => i !== at + 1)),
        post: {},
      }),
    ).toMatchObject({ code: 'EPOCH_CREDIT_WRONG' })
    expect(
      await verdict({ credits: replace(credits, at, { ...must(credits[at]), receipt: 4_000_000_000 }) }),
    ).toMatchObject({ code: 'EPOCH_CREDIT_WRONG', field: 'receipt' })
    expect(await verdict({ credits: replace(credits, at, { ...must(credits[at]), runningSum: 1n }) })).toMatchObject({
      code: 'EPOCH_CREDIT_WRONG',
      field: 'runningSum',
    })
  })

  test('an account of earlier epochs is dropped, another one robbed, one invented', async () => {
    const { payouts } = second
    const victim = must(first.payouts[0])
    const heir = must(payouts.find((leaf) => leaf.account !== victim.account))
    const robbed = must(payouts.find((leaf) => leaf.account === victim.account))
    const dropped = payouts
      .filter((leaf) => leaf !== robbed)
      .map((leaf) => (leaf === heir ? { ...leaf, cumulative: leaf.cumulative + robbed.cumulative } : leaf))
    expect(await verdict({ payouts: dropped })).toMatchObject({ code: 'EPOCH_ACCOUNT_DROPPED', leaf: victim.account })
    const shifted = payouts.map((leaf) =>
      leaf === robbed
        ? { ...leaf, cumulative: leaf.cumulative - 1n }
        : leaf === heir
          ? { ...leaf, cumulative: leaf.cumulative + 1n }
          : leaf,
    )
    expect(await verdict({ payouts: shifted })).toMatchObject({ code: 'EPOCH_PAYOUT_WRONG', field: 'cumulative' })
    const invented = [
      ...shifted.map((leaf) =>
        leaf === shifted.find((entry) => entry.account === heir.account)
          ? { ...leaf, cumulative: leaf.cumulative - 1n }
          : leaf,
      ),
      { account: `0x${'ff'.repeat(20)}` as const, cumulative: 1n },
    ]
    expect(await verdict({ payouts: invented })).toMatchObject({ code: 'EPOCH_PAYOUT_WRONG' })
    expect(
      await verdict({
        payouts: [...payouts, must(payouts.at(-1))].map((leaf, i) =>
          i === payouts.length ? { ...leaf, cumulative: 0n } : leaf,
        ),
      }),
    ).toMatchObject({ code: 'EPOCH_PAYOUT_WRONG', expected: 'no more leaves' })
  })

  test('burned becomes carried, or totals do not add up', async () => {
    const { burned, carriedTotal } = second.epoch
    expect(await verdict({ post: { burned: burned - 1n, carriedTotal: carriedTotal + 1n } })).toMatchObject({
      code: 'EPOCH_TOTAL_WRONG',
      field: 'burned',
    })
    expect(await verdict({ post: { burned: burned - 1n } })).toMatchObject({ code: 'EPOCH_NOT_CONSERVED' })
  })
})
