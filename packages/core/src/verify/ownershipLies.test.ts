import { describe, expect, test } from 'vitest'
import { faultsOf } from '../../test/faultSearch.ts'
import { must, repaid, second, verdict } from '../../test/liar.ts'
import type { EpochFacts } from '../epoch/epochFacts.ts'
import { ROLE } from '../leaves/creditLeaf.ts'
import { always, type Timeline } from '../payout/timeline.ts'

/** Facts in which every model or every Datanet is changed. */
const models = (facts: EpochFacts, edit: (model: Model) => Partial<Model>): EpochFacts => ({
  ...facts,
  models: new Map([...facts.models].map(([id, model]) => [id, { ...model, ...edit(model) }])),
})
const datanets = (facts: EpochFacts, edit: (datanet: Datanet) => Partial<Datanet>): EpochFacts => ({
  ...facts,
  datanets: new Map([...facts.datanets].map(([id, datanet]) => [id, { ...datanet, ...edit(datanet) }])),
})
type Model = NonNullable<ReturnType<EpochFacts['models']['get']>>
type Datanet = NonNullable<ReturnType<EpochFacts['datanets']['get']>>

const newest = <T>(timeline: Timeline<T>): Timeline<T> => timeline.slice(-1).map(({ value }) => ({ from: 0n, value }))
const stranger = `0x${'77'.repeat(20)}` as const

/** Lies about whose the money is, everything else following from them; and the kinds that must be found. */
const lies: readonly [string, (facts: EpochFacts) => EpochFacts, readonly string[]][] = [
  [
    'a royalty goes to another account',
    (facts) =>
      models(facts, ({ royalties }) => ({ royalties: royalties.map((one) => ({ ...one, owners: always(stranger) })) })),
    ['SERVICE_CREDIT_WRONG', 'SERVICE_CREDIT_MISSING'],
  ],
  ['ancestors are left out', (facts) => models(facts, () => ({ royalties: [] })), ['SERVICE_CREDIT_WRONG']],
  [
    "the buyer of a model is paid for calls from before, its ancestor's too",
    (facts) =>
      models(facts, ({ owners, royalties }) => ({
        owners: newest(owners),
        royalties: royalties.map((one) => ({ ...one, owners: newest(one.owners) })),
      })),
    ['SERVICE_CREDIT_WRONG', 'SERVICE_CREDIT_MISSING'],
  ],
  [
    "the stakers' part goes to the operator",
    (facts) => models(facts, () => ({ pool: facts.operator })),
    ['SERVICE_CREDIT_WRONG', 'SERVICE_CREDIT_MISSING'],
  ],
  ['curators are left out', (facts) => datanets(facts, () => ({ curators: [] })), ['DATA_CREDIT_MISSING']],
  [
    'curators of today are paid for calls from before',
    (facts) => datanets(facts, ({ curators }) => ({ curators: newest(curators) })),
    ['DATA_CREDIT_WRONG'],
  ],
  [
    "a Datanet's owner of today is paid for calls from before",
    (facts) => datanets(facts, ({ owners }) => ({ owners: newest(owners) })),
    ['DATA_CREDIT_WRONG', 'DATA_CREDIT_MISSING'],
  ],
  [
    'a contributor is paid for a disputed record',
    (facts) => datanets(facts, () => ({ disputes: new Map() })),
    ['DATA_CREDIT_WRONG', 'DATA_CREDIT_MISSING'],
  ],
]

describe('lies about whose the money is', () => {
  test('the world has what is lied about', () => {
    const roles = new Set(second.leaves.credits.map(({ role }) => role))
    expect([...roles].sort()).toEqual(Object.values(ROLE))
  })

  test.each(lies)('%s', async (_, change, kinds) => {
    const credits = repaid(change)
    expect(credits).not.toEqual(second.leaves.credits)
    expect(await verdict({ credits })).toMatchObject({ code: 'EPOCH_CREDIT_WRONG' })
    const found = (await faultsOf({ credits })).map(({ kind }) => kind)
    for (const kind of kinds) expect(found).toContain(kind)
  })

  test('the pool of a model gets nothing: its part is burned', async () => {
    const { credits } = second.leaves
    const gone = credits.filter(({ role }) => role !== ROLE.stakers)
    const kinds = new Set((await faultsOf({ credits: gone })).map(({ kind }) => kind))
    expect(kinds).toContain('SERVICE_CREDIT_MISSING')
    expect(kinds).toContain('TOTALS_WRONG')
    expect(await verdict({ credits: gone })).toMatchObject({ code: 'EPOCH_CREDIT_WRONG' })
    expect(must(credits.find(({ role }) => role === ROLE.stakers)).commitment).toBe(`0x${'00'.repeat(32)}`)
  })
})
