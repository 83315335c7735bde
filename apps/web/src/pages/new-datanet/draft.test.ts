import { afterAll, beforeAll, expect, test, vi } from 'vitest'

// One process runs many files.
afterAll(() => void vi.unstubAllGlobals())

const account = `0x${'1a'.repeat(20)}` as const
let draft: typeof import('./draft.ts')

beforeAll(async () => {
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => kept.set(name, value),
    removeItem: (name: string) => kept.delete(name),
  })
  vi.stubGlobal('navigator', { languages: ['de-DE', 'en'] })
  vi.stubGlobal('document', { documentElement: { lang: '' } })
  draft = await import('./draft.ts')
})

test('a draft becomes a plan: per cent to 1/10,000, empty for one’s own account and no limits', () => {
  const typed = { ...draft.EMPTY, title: ' Birds ', slug: 'birds', rate: '12,5', aDay: '20' }
  expect(draft.readDraft(typed, account)).toEqual({
    plan: {
      ...{ slug: 'birds', title: 'Birds', text: '', terms: draft.EMPTY.terms, licence: 'CC-BY-4.0', rateBps: 1_250 },
      ...{ treasury: account, limits: { recordsInAll: 0, recordsADay: 20 } },
    },
    wrong: {},
  })
})

test.each([
  ['title', ''],
  ['title', 'x'.repeat(121)],
  ['slug', 'Birds'],
  ['slug', '../x'],
  ['rate', '20.01'],
  ['rate', '-1'],
  ['rate', '1e1'],
  ['treasury', '0x12'],
  ['inAll', '1.5'],
  ['aDay', '4294967296'],
] as const)('%s %j is said to be wrong', (field, value) => {
  const typed = { ...draft.EMPTY, title: 'Birds', slug: 'birds', [field]: value }
  expect(Object.keys(draft.readDraft(typed, account).wrong)).toEqual([field])
})

test('what is kept comes back; what is damaged is as if there was nothing', () => {
  const typed = { ...draft.EMPTY, title: 'Kept', started: true }
  draft.saveDraft(account, typed)
  expect(draft.loadDraft(account)).toEqual(typed)
  localStorage.setItem(`openledger.draft.datanet.${account}`, '{"title":1}')
  expect(draft.loadDraft(account)).toEqual(draft.EMPTY)
  draft.saveDraft(account, undefined)
  expect(draft.loadDraft(account)).toEqual(draft.EMPTY)
})
