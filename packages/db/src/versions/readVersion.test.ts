import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase } from '../../test/freshDatabase.ts'
import { contentSecret, createContents } from '../contents/createContents.ts'
import type { Database } from '../database.ts'
import { openDatabase } from '../openDatabase.ts'
import { contributions } from '../schema/contributions.ts'
import { records } from '../schema/records.ts'
import { versionRecords } from '../schema/versionRecords.ts'
import { readVersion, type VersionRecord } from './readVersion.ts'

const hex = (n: number) => `0x${n.toString(16).padStart(64, '0')}` as const

const contents = createContents(contentSecret(new Uint8Array(32).fill(1)))
const said = { kind: 'qa', prompts: ['Which code?'], answer: 'A39.0' }

async function pagesOf(reading: AsyncIterable<readonly VersionRecord[]>) {
  const pages: (readonly VersionRecord[])[] = []
  for await (const page of reading) pages.push(page)
  return pages
}

describe('a version read in pages', () => {
  let db: Database
  let close: () => Promise<void>
  beforeAll(async () => {
    ;({ db, close } = await openDatabase({ url: await freshDatabase() }))
    const contributor = `0x${'1'.repeat(40)}` as const
    const of = { datanetId: hex(1), contributor, contributionId: hex(2) }
    await db.insert(contributions).values({ ...of, root: hex(3), count: 4, commitments: [], status: 'checked' })
    const sealed = contents.seal({ datanetId: hex(1), commitment: hex(5) }, said)
    await db
      .insert(records)
      .values([5, 3, 9, 7].map((n, index) => ({ ...of, commitment: hex(n), index, content: n === 5 ? sealed : null })))
    // Position 2 of the version is a record that never came here; another version has one of its own.
    const places = [
      [hex(100), hex(5), 0],
      [hex(100), hex(3), 1],
      [hex(100), hex(8), 2],
      [hex(100), hex(9), 3],
      [hex(200), hex(7), 0],
    ] as const
    await db
      .insert(versionRecords)
      .values(places.map(([root, commitment, position]) => ({ root, commitment, position })))
  })
  afterAll(() => close())

  test.each([1, 2, 500])('in its order, each record once, others never; %i a page', async (size) => {
    const pages = await pagesOf(readVersion({ db, contents }, hex(100), size))
    expect(pages.flat().map(({ position, commitment, content }) => [position, commitment, content])).toEqual([
      [0, hex(5), said],
      [1, hex(3), null],
      [3, hex(9), null],
    ])
    expect(Math.max(...pages.map(({ length }) => length))).toBe(Math.min(size, 3))
  })

  test('a version that nobody knows has no page', async () => {
    expect(await pagesOf(readVersion({ db, contents }, hex(300)))).toEqual([])
  })
})
