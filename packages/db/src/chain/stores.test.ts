import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../test/freshDatabase.ts'
import { createContents } from '../contents/createContents.ts'
import { openDatabase } from '../openDatabase.ts'
import type { OpenedDatabase } from '../openedDatabase.ts'
import { documentTexts } from '../retrieval/documentTexts.ts'
import { createVectorStore } from '../retrieval/vectorStore.ts'
import { contributions } from '../schema/contributions.ts'
import { EMBEDDING_LENGTH, records } from '../schema/records.ts'
import { versionRecords } from '../schema/versionRecords.ts'
import { createIndexerStore } from './indexerStore.ts'
import { createTransactionJournal } from './transactionJournal.ts'

let opened: OpenedDatabase
beforeAll(async () => {
  opened = await openDatabase({ url: await freshDatabase() })
})
afterAll(async () => opened.close())

test('the journal keeps one entry a key, and lists them by nonce', async () => {
  const journal = createTransactionJournal(opened.db)
  const request = { key: 'a', from: '0x01', to: '0x02', data: '0x', value: 2n ** 100n } as const
  expect(await journal.insert(request)).toMatchObject({ status: 'intent', nonce: null, value: 2n ** 100n, earlier: [] })
  const earlier = [{ nonce: 0, raw: '0xa0', hash: '0xb0' }] as const
  await journal.update('a', { status: 'signed', nonce: 0, raw: '0xaa', hash: '0xbb', earlier, sinceBlock: 5n })
  expect(await journal.get('a')).toMatchObject({ earlier, sinceBlock: 5n })
  expect(await journal.insert({ ...request, to: '0x03' })).toMatchObject({ to: '0x02', status: 'signed' })
  await journal.insert({ ...request, key: 'b' })
  await journal.update('b', { status: 'sent', nonce: 1 })
  await journal.insert({ ...request, key: 'c', from: '0x09' })
  expect((await journal.signed('0x01', { below: Number.MAX_SAFE_INTEGER, limit: 9 })).map(({ key }) => key)).toEqual([
    'b',
    'a',
  ])
  expect((await journal.signed('0x01', { below: 1, limit: 9 })).map(({ key }) => key)).toEqual(['a'])
  expect((await journal.unfinished('0x01')).map(({ key }) => key)).toEqual(['a', 'b'])
  await journal.update('a', { status: 'mined', blockNumber: 7n, blockHash: '0xcc' })
  expect((await journal.unfinished('0x01')).map(({ key }) => key)).toEqual(['b'])
  await expect(journal.update('none', { status: 'sent' })).rejects.toThrow(RangeError)
})

test('the indexer store keeps recent blocks and moves only when its transaction does', async () => {
  const store = createIndexerStore(opened.db)
  const block = (number: bigint) => ({ number, hash: `0x${number}` as const })
  await store.transaction(async (tx) => store.advance(tx, [block(1n), block(2n), block(3n)], 0n))
  await expect(
    store.transaction(async (tx) => {
      await store.advance(tx, [block(4n)], 0n)
      throw new Error('killed')
    }),
  ).rejects.toThrow()
  expect((await store.checkpoints()).map(({ number }) => number)).toEqual([3n, 2n, 1n])
  await store.transaction(async (tx) => store.rewind(tx, 2n))
  await store.transaction(async (tx) => store.advance(tx, [block(9n)], 100n))
  expect(await store.checkpoints()).toEqual([block(9n)])
})

test('the vector store finds the nearest documents of the asked versions only, each once', async () => {
  const { db } = opened
  const unit = (at: number) => Array.from({ length: EMBEDDING_LENGTH }, (_, i) => (i === at ? 1 : 0))
  await db.insert(contributions).values({
    contributionId: '0xc0',
    datanetId: '0xd0',
    contributor: '0x01',
    root: '0x00',
    count: 4,
    commitments: [],
    status: 'checked',
  })
  const base = {
    contributionId: '0xc0',
    datanetId: '0xd0',
    contributor: '0x01',
    recordId: '0xee',
    kind: 'document',
  } as const
  for (const [index, commitment] of (['0xa0', '0xa1', '0xa2', '0xa3'] as const).entries()) {
    await db.insert(records).values({
      ...base,
      commitment,
      index,
      embedding: unit(index),
      content: { kind: 'document', title: commitment, text: 't', url: 'https://e.org' },
    })
  }
  const place = (root: `0x${string}`, commitment: `0x${string}`, position: number) => ({ root, commitment, position })
  await db
    .insert(versionRecords)
    .values([
      place('0xf1', '0xa0', 0),
      place('0xf1', '0xa1', 1),
      place('0xf2', '0xa1', 0),
      place('0xf2', '0xa2', 1),
      place('0xf3', '0xa3', 0),
    ])
  const contents = createContents(new Uint8Array(32))
  const query = unit(1).map((value, i) => (i === 3 ? 2 : i === 2 ? 0.5 : value))
  const found = await createVectorStore(db, contents).search({ embedding: query, versionRoots: ['0xf2', '0xf1'], k: 2 })
  expect(found.map(({ commitment, versionRoot, title }) => [commitment, versionRoot, title])).toEqual([
    ['0xa1', '0xf1', '0xa1'],
    ['0xa2', '0xf2', '0xa2'],
  ])
  expect(found[0]?.similarity).toBeCloseTo(1 / Math.sqrt(1 + 4 + 0.25), 6)
  const among = { embedding: query, versionRoots: ['0xf2', '0xf1'], k: 2, among: ['0xa2', '0xa3'] } as const
  expect((await createVectorStore(db, contents).search(among)).map(({ commitment }) => commitment)).toEqual(['0xa2'])
  const texts = await documentTexts(db, contents, ['0xf1', '0xf2'])
  expect(texts.map(({ commitment, title }) => [commitment, title]).sort()).toEqual([
    ['0xa0', '0xa0'],
    ['0xa1', '0xa1'],
    ['0xa2', '0xa2'],
  ])
})
