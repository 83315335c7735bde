import { afterAll, beforeAll, expect, test, vi } from 'vitest'

// One process runs many files.
afterAll(() => void vi.unstubAllGlobals())

const account = `0x${'1a'.repeat(20)}` as const
const datanetId = `0x${'2b'.repeat(32)}` as const
const version = `0x${'3c'.repeat(32)}` as const
const pick = { datanetId, version, limit: '', query: '' }
let module: typeof import('./draft.ts') & typeof import('./readDraft.ts')

beforeAll(async () => {
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => kept.set(name, value),
    removeItem: (name: string) => kept.delete(name),
  })
  vi.stubGlobal('navigator', { languages: ['en'] })
  vi.stubGlobal('document', { documentElement: { lang: '' } })
  module = { ...(await import('./draft.ts')), ...(await import('./readDraft.ts')) }
})

const typed = () => ({ ...module.EMPTY, name: 'birds', picks: [pick] })

test('the draft that one begins with is the balanced preset', () => {
  expect(module.readDraft(typed())).toEqual({
    request: {
      name: 'birds',
      versions: [version],
      config: {
        ...{ epochs: 3, learningRate: 2e-4, rank: 16, alpha: 32, dropout: 0.05, warmupRatio: 0.03, batchSize: 8 },
        ...{ patience: 3, validationShare: 0.05, quantisation: 'none' },
      },
    },
    wrong: {},
  })
})

test('limits, words, prompts and a hold-out become a selection and settings', () => {
  const draft = module.withPreset(
    {
      ...typed(),
      picks: [{ ...pick, limit: ' 12 ', query: 'owl  dusk ' }],
      method: 'qlora' as const,
      prompts: ['Which owl?', ' '],
    },
    'quick',
  )
  const { request } = module.readDraft({ ...draft, holdOut: '12,5', numbers: { ...draft.numbers, seed: '7' } })
  expect(request).toMatchObject({
    selection: [{ version, limit: 12, query: 'owl  dusk' }],
    samplePrompts: ['Which owl?'],
    config: { epochs: 1, rank: 8, quantisation: '4bit', validationShare: 0.125, seed: 7 },
  })
})

test.each([
  ['name', { name: 'Birds' }],
  ['picks', { picks: [] }],
  [`limit ${version}`, { picks: [{ ...pick, limit: '0' }] }],
  [`limit ${version}`, { picks: [{ ...pick, limit: 'ten' }] }],
  [`query ${version}`, { picks: [{ ...pick, query: 'x'.repeat(257) }] }],
  ['holdOut', { holdOut: '51' }],
  ['prompt 0', { prompts: ['x'.repeat(2_001)] }],
] as const)('%s is said to be wrong', (field, change) => {
  const read = module.readDraft({ ...typed(), ...structuredClone(change) } as never)
  expect(read.request).toBeUndefined()
  expect(Object.keys(read.wrong)).toEqual([field])
})

test.each([
  ['learningRate', '0'],
  ['learningRate', '2e'],
  ['epochs', '1.5'],
  ['rank', '257'],
  ['dropout', '0.6'],
  ['warmupRatio', '-0.1'],
  ['patience', 'never'],
  ['seed', '4294967296'],
] as const)('%s %j is said to be wrong', (field, value) => {
  const { EMPTY, readDraft } = module
  const read = readDraft({ ...typed(), numbers: { ...EMPTY.numbers, [field]: value } })
  expect(Object.keys(read.wrong)).toEqual([field])
})

test('a training that is copied stands for the same request again', () => {
  const { request } = module.readDraft({
    ...typed(),
    picks: [{ ...pick, limit: '5' }],
    prompts: ['Which owl?'],
    holdOut: '7',
  })
  if (request === undefined) throw new Error('nothing was wrong')
  const jobId = '7f1de9d8-2a4b-4f0a-9a55-0d6a4f2d6a10'
  const copy = module.draftOf(request, jobId, new Map([[version, datanetId]]))
  expect(module.readDraft(copy).request).toEqual({ ...request, copyOf: jobId })
})

test('what is kept comes back; what is damaged is as if there was nothing', () => {
  module.saveDraft(account, { ...typed(), holdOut: '9' })
  expect(module.loadDraft(account)).toMatchObject({ name: 'birds', holdOut: '9' })
  localStorage.setItem(`openledger.draft.training.${account}`, '{"name":1}')
  expect(module.loadDraft(account)).toEqual(module.EMPTY)
})
