import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { contentSecret, createContents } from './createContents.ts'

const place = { datanetId: '0x01', commitment: '0xaa' } as const
const content = { kind: 'qa', prompts: ['Où est la forêt ?'], answer: 'Derrière le moulin.' }

test('what is sealed opens in its own place alone, and says nothing', () => {
  const contents = createContents(contentSecret(new Uint8Array(32).fill(1)))
  const sealed = contents.seal(place, content)
  expect(contents.open(place, sealed)).toEqual(content)
  expect(JSON.stringify(sealed)).not.toContain('moulin')
  expect(contents.seal(place, content)).not.toEqual(sealed)
  const open = (where: Parameters<typeof contents.open>[0], what: unknown, by = contents) =>
    expect(() => by.open(where, what)).toThrow("can't be unsealed")
  open({ ...place, commitment: '0xab' }, sealed)
  open({ ...place, datanetId: '0x02' }, sealed)
  open(place, sealed, createContents(contentSecret(new Uint8Array(32).fill(2))))
  const bytes = Buffer.from(sealed.sealed, 'base64')
  for (let i = 0; i < bytes.length; i++) {
    const changed = Buffer.from(bytes)
    changed[i] = (changed[i] ?? 0) ^ 1
    open(place, { sealed: changed.toString('base64') })
  }
  open(place, { sealed: '' })
  expect(contents.open(place, null)).toBeNull()
  expect(contents.open(place, content)).toEqual(content)
})

test('words are compared without case and accents, and mean something else in another Datanet', () => {
  const contents = createContents(new Uint8Array(32))
  const words = (text: string, datanetId: `0x${string}` = '0x01') => contents.words(datanetId, text)
  expect(words('Forêt, FORET; forêt!')).toEqual(words('forêt'))
  expect(words('forêt')).not.toEqual(words('forêt', '0x02'))
  expect(words('the mill')).toHaveLength(2)
  expect(words(' … ?!')).toEqual([])
  const found = new Set(words('森の中の水車小屋'))
  expect(words('水車').every((word) => found.has(word))).toBe(true)
  const many = words(Array.from({ length: 5_000 }, (_, i) => `w${i}`).join(' '))
  expect(many).toHaveLength(1_024)
  expect(many).toEqual(many.toSorted((a, b) => (a < b ? -1 : 1)))
})

/** Files that name the column to ask whether it is empty, to empty it, or to hand it on sealed. */
const ONLY_WHETHER = new Set([
  'apps/gateway/src/indexer/applyDatanetChange.ts',
  'apps/gateway/src/jobs/assertTrainable.ts',
  'apps/gateway/src/reviews/listCases.ts',
  'apps/gateway/src/reviews/openReviews.ts',
  'apps/gateway/src/versions/readPage.ts',
  'packages/db/src/training/selectRecords.ts',
])

test('no file reads what records say around the seal', () => {
  const root = fileURLToPath(new URL('../../../../', import.meta.url))
  const files = ['apps', 'packages', 'benchmarks'].flatMap((folder) =>
    readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !/(^|\/)(node_modules|dist|test|migrations)\/|\.test\.ts$/.test(name))
      .map((name) => `${folder}/${name}`),
  )
  const readers = files.filter((name) => {
    const text = readFileSync(`${root}${name}`, 'utf8')
    return (
      text.includes('schema/records.ts') &&
      /(\.|\b)content\b[,:)} ]/.test(text.replaceAll(/\/\*.*?\*\/|\/\/[^\n]*/gs, ''))
    )
  })
  expect(readers.length).toBeGreaterThan(8)
  const around = readers.filter((name) => {
    const text = readFileSync(`${root}${name}`, 'utf8')
    return !ONLY_WHETHER.has(name) && !/contents\.(open|seal)\(/.test(text)
  })
  expect(around, 'open the content by `contents.open` (createContents.ts)').toEqual([])
})
