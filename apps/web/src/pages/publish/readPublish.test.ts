import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { en } from '../../text/en.ts'
import type { PublishDraft } from './readPublish.ts'

// One process runs many files.
afterAll(() => void vi.unstubAllGlobals())

let publish: typeof import('./readPublish.ts')
let draft: PublishDraft

beforeAll(async () => {
  vi.stubGlobal('localStorage', { getItem: () => null })
  vi.stubGlobal('navigator', { languages: ['en'] })
  vi.stubGlobal('document', { documentElement: { lang: '' } })
  publish = await import('./readPublish.ts')
  draft = {
    name: 'north-lights',
    input: '0.00001',
    output: '0.00004',
    split: publish.firstSplit(true, 4_000),
    licence: 'CC-BY-4.0',
    retrieval: [],
    evaluationId: '',
  }
})

const least = { minDataShareBps: 4_000, minOutputPrice: '2000000000000' }
const read = (change: Partial<PublishDraft>, of = least, hasData = true) =>
  publish.readPublish({ ...draft, ...change }, of, hasData)

test('a draft is read to the wei and the hundredth of a percent', () => {
  expect(read({})).toEqual({
    wrong: {},
    read: {
      inputPrice: 10_000_000_000_000n,
      outputPrice: 40_000_000_000_000n,
      split: { burn: 200, operator: 800, model: 2_000, stakers: 2_000, data: 5_000 },
    },
  })
  expect(publish.openText('2000000000000')).toBe('0.000002')
  expect(publish.openText(10n ** 18n)).toBe('1')
  expect(publish.openText('0')).toBe('0')
  expect(publish.openText(1_234n * 10n ** 18n + 1n)).toBe('1234.000000000000000001')
  expect(publish.openText(1_000n * 10n ** 18n)).toBe('1000')
})

test('what the contract would refuse is said before', () => {
  const words = en.publish
  const split = (change: Partial<PublishDraft['split']>) => read({ split: { ...draft.split, ...change } }).wrong.split
  expect(read({ output: '0.000001' }).wrong.output).toBe(words.priceLow('0.000002'))
  expect(read({ input: '-1' }).wrong.input).toBe(words.priceWrong)
  expect(read({ output: '1000000001' }).wrong.output).toBe(words.priceWrong)
  expect(read({ name: 'North Lights' }).wrong.name).toBe(words.nameWrong)
  expect(read({ licence: '<b>' }).wrong.licence).toBe(words.licenceWrong)
  expect(split({ data: '30', model: '40' })).toBe(words.splitData('40'))
  expect(split({ burn: '1', model: '21' })).toBe(words.splitBurn)
  expect(split({ model: '25' })).toBe(words.splitSum('105'))
  expect(split({ model: 'x' })).toBe(words.splitNumber)
  const none = { minDataShareBps: 0, minOutputPrice: '0' }
  expect(read({ split: { ...draft.split, data: '0', model: '70' } }, none).wrong.split).toBe(words.splitDataNone)
  expect(read({ split: publish.firstSplit(false, 0) }, none, false).wrong).toEqual({})
})

test('the first split keeps to the grants and always sums to 100', () => {
  for (const minimum of [0, 5_000, 6_000, 7_500, 9_000]) {
    const split = publish.firstSplit(true, minimum)
    expect(Object.values(split).reduce((sum, part) => sum + Number(part), 0)).toBe(100)
    expect(publish.readPublish({ ...draft, split }, { ...least, minDataShareBps: minimum }, true).wrong).toEqual({})
  }
  expect(publish.givesAway(publish.firstSplit(true, 5_000))).toBe(false)
  expect(publish.givesAway({ ...draft.split, stakers: '25', model: '15' })).toBe(true)
})
