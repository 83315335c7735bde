import { describe, expect, test } from 'vitest'
import { faultsOf, type SearchOptions } from '../../test/faultSearch.ts'
import type { Lie } from '../../test/forge.ts'
import { attribute, change, first, inMiddle, must, replace, resum, second, world } from '../../test/liar.ts'
import { POSTED_AT, signReceipt } from '../../test/world.ts'
import { METHOD } from '../leaves/attributionLeaf.ts'
import { ROLE } from '../leaves/creditLeaf.ts'
import { compareReceipts } from '../leaves/receiptLeaf.ts'
import { buildClaimsTree } from '../merkle/claimsTree.ts'
import { evidenceTrees } from './evidenceTrees.ts'
import type { FaultName } from './faultKind.ts'
import { rootWith } from './sumFaults.ts'

const { receipts, attributions, credits, payouts } = second.leaves
const kindsOf = async (lie: Lie, options?: SearchOptions): Promise<FaultName[]> => [
  ...new Set((await faultsOf(lie, options)).map(({ kind }) => kind)),
]
/** Keeps the honest leaves of the trees that a lie does not name, and a post that can be encoded. */
const rest = { attributions, credits, payouts, post: { burned: 0n } }
const honestEnds = new Map(receipts.map(({ receipt }) => [receipt.channelId, receipt.cumulativeAfter]))

test('an honest epoch has no fault, whatever receipts payers hold', async () => {
  expect(await faultsOf({})).toEqual([])
  expect(await faultsOf({}, { signed: [...first.leaves.receipts, ...receipts] })).toEqual([])
})

describe('trees', () => {
  test('neighbours in the wrong order, and a leaf twice', async () => {
    const swap = <T>(list: readonly T[]): T[] => [must(list[1]), must(list[0]), ...list.slice(2)]
    expect(await faultsOf({ receipts: swap(receipts), ...rest })).toContainEqual({ kind: 'RECEIPTS_UNSORTED', leaf: 0 })
    expect(await kindsOf({ ...rest, attributions: swap(attributions) })).toContain('ATTRIBUTIONS_UNSORTED')
    expect(await kindsOf({ ...rest, credits: swap(credits) })).toContain('CREDITS_UNSORTED')
    const twice = [must(payouts[0]), ...payouts]
    expect(await faultsOf({ ...rest, payouts: twice })).toContainEqual({ kind: 'PAYOUTS_UNSORTED', leaf: 0 })
  })

  test('a wrong sum in a leaf, in an inner node, in the post', async () => {
    const trees = evidenceTrees(second.leaves)
    const lie = (height: number, position: number) => {
      const node = must(trees.receipts.layers[height]?.[position])
      const root = must(rootWith(trees.receipts, height, position, { ...node, sum: node.sum + 5n }))
      return { post: { receipts: { ...second.epoch.receipts, root: root.hash, sum: root.sum } } }
    }
    const sumOf = (height: number, position: number) => must(trees.receipts.layers[height]?.[position]).sum + 5n
    expect(await faultsOf(lie(0, 3))).toEqual([{ kind: 'RECEIPT_SUM_WRONG', leaf: 3, declared: sumOf(0, 3) }])
    const inner = { kind: 'NODE_SUM_WRONG', payouts: false, height: 2, position: 1, declared: sumOf(2, 1) }
    expect(await faultsOf(lie(2, 1))).toEqual([inner])
    const { sum } = second.epoch.payouts
    const post = { payouts: { ...second.epoch.payouts, sum: sum + 1n } }
    const height = trees.payouts.layers.length - 1
    expect(await faultsOf({ post })).toEqual([
      { kind: 'NODE_SUM_WRONG', payouts: true, height, position: 0, declared: sum + 1n },
    ])
  })

  test('a count that is too high or too low', async () => {
    const { count } = second.epoch.credits
    const lie = (changed: number) => ({ post: { credits: { ...second.epoch.credits, count: changed } } })
    expect(await kindsOf(lie(count + 1))).toEqual(['PLAIN_SHAPE_WRONG'])
    expect(await kindsOf(lie(count - 1))).toEqual(['PLAIN_SHAPE_WRONG'])
    const last = second.epoch.receipts.count - 1
    const post = { receipts: { ...second.epoch.receipts, count: last } }
    expect(await faultsOf({ post })).toContainEqual(
      expect.objectContaining({ kind: 'SUM_SHAPE_WRONG', payouts: false, height: 0, position: last }),
    )
    // With one leaf the root would be that leaf: nobody can open it, so only the data can be asked for.
    expect(await kindsOf(lie(1))).toEqual([])
  })

  test('a claims root of other payouts', async () => {
    const claims = payouts.map((leaf, i) => (i === 0 ? { ...leaf, cumulative: leaf.cumulative + 1n } : leaf))
    expect(await kindsOf({ post: { claimsRoot: buildClaimsTree(claims).root } })).toEqual(['CLAIMS_ROOT_WRONG'])
  })
})

describe('payouts', () => {
  test('an account falls, is dropped, is invented, or gets what no credit says', async () => {
    const victim = must(first.payouts[0])
    const leaf = payouts.findIndex(({ account }) => account === victim.account)
    const to = (cumulative: bigint) => replace(payouts, leaf, { ...must(payouts[leaf]), cumulative })
    expect(await faultsOf({ payouts: to(victim.cumulative - 1n) })).toContainEqual({
      kind: 'CUMULATIVE_FELL',
      leaf,
      before: 0,
    })
    expect(await kindsOf({ payouts: to(victim.cumulative + 1n) })).toContain('PAYOUT_WRONG')
    const gone = payouts.filter((_, i) => i !== leaf)
    expect(await faultsOf({ payouts: gone })).toContainEqual({ kind: 'ACCOUNT_DROPPED', before: 0, gap: leaf })
    const invented = [...payouts, { account: `0x${'ff'.repeat(20)}` as const, cumulative: 1n }]
    expect(await kindsOf({ payouts: invented })).toContain('PAYOUT_UNCREDITED')
  })

  test('a credited account without a payout, a running sum that does not follow', async () => {
    const account = `0x${'ff'.repeat(20)}` as const
    const added = [...credits, { ...must(credits[0]), account, runningSum: must(credits[0]).amount }]
    expect(await kindsOf({ credits: added, payouts })).toContain('PAYOUT_MISSING')
    const wrong = replace(credits, 2, { ...must(credits[2]), runningSum: 0n })
    expect(await kindsOf({ credits: wrong, payouts })).toContain('RUNNING_SUM_WRONG')
  })
})

describe('receipts', () => {
  test('fee, price version, components, retrieved versions, cumulative', async () => {
    const dearer = await change(
      (receipt) => receipt.fee > 0n && receipt.components.length === 1,
      (receipt) => ({ ...receipt, fee: receipt.fee + 1n, cumulativeAfter: receipt.cumulativeAfter + 1n }),
    )
    expect(await kindsOf({ receipts: dearer })).toContain('FEE_WRONG')
    const [a] = receipts
    const edit = async (edited: object) =>
      replace(receipts, 0, await signReceipt(world, { ...must(a).receipt, ...edited }))
    const { components } = must(a).receipt
    const lie = async (edited: object) => kindsOf({ receipts: await edit(edited), ...rest })
    const unknown = components.map((component) => ({ ...component, priceVersion: 9 }))
    expect(await lie({ components: unknown })).toContain('PRICE_NOT_IN_EFFECT')
    expect(await lie({ components: [...components, ...components] })).toContain('COMPONENTS_WRONG')
    expect(await lie({ retrievedVersions: [must(a).receipt.callId] })).toContain('RETRIEVED_VERSIONS_WRONG')
    const many = (count: number) => Array.from({ length: count }, () => world.random.hex32())
    const [component] = components
    const models = (count: number) => many(count).map((modelId) => ({ ...must(component), modelId }))
    expect(await lie({ components: models(64) })).not.toContain('COMPONENTS_WRONG')
    expect(await lie({ components: models(65) })).toContain('COMPONENTS_WRONG')
    expect(await lie({ retrievedVersions: many(65) })).toContain('RETRIEVED_VERSIONS_WRONG')
    expect(await lie({ cumulativeAfter: 1n })).toContain('CUMULATIVE_WRONG')
    expect(await lie({ time: POSTED_AT })).toContain('TIME_WRONG')
    expect(await lie({ channelId: `0x${'00'.repeat(32)}` })).toContain('CHANNEL_FOREIGN')
  })

  test('a gap, a wrong start, a sequence or call that was there before', async () => {
    const gone = inMiddle()
    const gap = { ...rest, receipts: receipts.filter((_, i) => i !== gone) }
    expect(await kindsOf(gap)).toContain(
      receipts[gone - 1]?.receipt.channelId === receipts[gone]?.receipt.channelId
        ? 'SEQUENCE_BROKEN'
        : 'CHANNEL_START_WRONG',
    )
    const earlier = await change(
      (receipt) => receipt === must(receipts[gone + 1]).receipt,
      (receipt) => ({ ...receipt, time: must(receipts[gone]).receipt.time - 1n }),
    )
    expect(await kindsOf({ ...rest, receipts: earlier })).toContain('SEQUENCE_BROKEN')
    const again = must(first.leaves.receipts[0])
    const repeated = [...receipts, again].sort((x, y) => compareReceipts(x.receipt, y.receipt))
    const kinds = await kindsOf({ ...rest, receipts: repeated })
    expect(kinds).toContain('SEQUENCE_REPEATED')
    expect(kinds).toContain('CALL_REPEATED_LATER')
    const { callId } = must(receipts[0]).receipt
    const twin = await signReceipt(world, { ...must(receipts[1]).receipt, callId })
    expect(await faultsOf({ ...rest, receipts: replace(receipts, 1, twin) })).toContainEqual({
      kind: 'CALL_REPEATED',
      leaf: 0,
      second: 1,
    })
  })

  test('equivocation and omission, by the receipts that payers hold', async () => {
    const held = must(receipts[2])
    const other = await signReceipt(world, { ...held.receipt, responseHash: held.receipt.callId })
    const lie = { ...rest, receipts: replace(receipts, 2, other), post: {} }
    expect(await faultsOf(lie)).toEqual([])
    expect(await faultsOf(lie, { signed: [held] })).toEqual([{ kind: 'EQUIVOCATION', leaf: 2, signed: held }])
    const last = must(receipts.at(-1))
    const options = { signed: [last], collected: honestEnds }
    const found = await faultsOf({ ...rest, receipts: receipts.slice(0, -1) }, options)
    expect(found).toContainEqual({ kind: 'RECEIPT_MISSING', gap: receipts.length - 1, signed: last })
    expect(found.map(({ kind }) => kind)).toContain('CHANNEL_NOT_COLLECTED')
  })
})

describe('attributions and credits', () => {
  test('records of no version, of no log, not retrieved; sums; a call without, a leaf too many', async () => {
    const to = (method: number, changes: object) =>
      attribute(
        method,
        (group) =>
          group.map((leaf) =>
            leaf === group.find((entry) => entry.method === method) ? { ...leaf, ...changes } : leaf,
          ),
        1,
      )
    const kinds = (changed: typeof attributions) => kindsOf({ attributions: changed, credits, payouts })
    const nowhere = `0x${'77'.repeat(32)}` as const
    expect(await kinds(to(METHOD.influence, { commitment: nowhere }))).toContain('RECORD_NOT_TRAINED')
    const { untrained } = world.records
    expect(await kinds(to(METHOD.influence, { commitment: untrained }))).toContain('RECORD_NOT_TRAINED')
    expect(await kinds(to(METHOD.citation, { commitment: untrained }))).toContain('RECORD_NOT_RETRIEVED')
    expect(await kinds(to(METHOD.influence, { weight: 1n }))).toContain('WEIGHTS_WRONG')
    expect(await kinds(to(METHOD.influence, { indexHash: nowhere }))).toContain('ATTRIBUTION_MALFORMED')
    expect(await kinds(to(METHOD.influence, { receipt: 0xffff }))).toContain('ATTRIBUTION_FOREIGN')
    expect(await kinds(to(METHOD.flat, { commitment: nowhere }))).toContain('FLAT_WRONG')
    expect(await kinds(attribute(METHOD.influence, () => []))).toContain('ATTRIBUTION_MISSING')
    expect(await kinds(to(METHOD.flat, { commitment: nowhere }))).toContain('FLAT_FOREIGN')
    for (const strange of [{ method: 0 }, { method: 4 }, { sharePpm: 1_000_001 }])
      expect(await kinds(to(METHOD.influence, strange))).toContain('ATTRIBUTION_MALFORMED')
    for (const dressed of [{ score: 1n }, { sharePpm: 1 }])
      expect(await kinds(to(METHOD.flat, dressed))).toContain('ATTRIBUTION_MALFORMED')
    const many = attribute(METHOD.influence, (group) =>
      Array.from({ length: 65 }, () => ({ ...must(group[0]), commitment: world.random.hex32() })),
    )
    expect(await kinds(many)).toContain('TOO_MANY_ATTRIBUTIONS')
  })

  test('a credit wrong, foreign, missing; burned called carried', async () => {
    const data = credits.findIndex(({ role, amount }) => role === 4 && amount > 1n)
    const service = credits.findIndex(({ role }) => role === ROLE.operator)
    const less = (i: number) =>
      resum(replace(credits, i, { ...must(credits[i]), amount: must(credits[i]).amount - 1n }))
    expect(await faultsOf({ credits: less(data) })).toContainEqual({ kind: 'DATA_CREDIT_WRONG', leaf: data })
    expect(await faultsOf({ credits: less(service) })).toContainEqual({ kind: 'SERVICE_CREDIT_WRONG', leaf: service })
    const without = (i: number) => ({ credits: resum(credits.filter((_, at) => at !== i)) })
    expect(await kindsOf(without(data))).toContain('DATA_CREDIT_MISSING')
    expect(await kindsOf(without(service))).toContain('SERVICE_CREDIT_MISSING')
    for (const strange of [{ receipt: 0xffff }, { role: 7 }, { role: 0 }]) {
      const astray = replace(credits, data, { ...must(credits[data]), ...strange })
      expect(await kindsOf({ credits: astray })).toContain('CREDIT_FOREIGN')
    }
    const { burned, carriedTotal } = second.epoch
    const post = { burned: burned - 1n, carriedTotal: carriedTotal + 1n }
    expect(await kindsOf({ post })).toEqual(['CARRIED_WRONG', 'TOTALS_WRONG'])
    expect(await kindsOf({ post: { burned: burned - 1n } })).toEqual(['TOTALS_WRONG'])
  })
})
