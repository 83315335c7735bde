import { createHash } from 'node:crypto'
import { grantAccess } from '@openledger/chain/actions/grantAccess.ts'
import { revokeAccess } from '@openledger/chain/actions/revokeAccess.ts'
import { setCurators } from '@openledger/chain/actions/setCurators.ts'
import { setLicence } from '@openledger/chain/actions/setLicence.ts'
import { requestAccessCall, revokeRecordsCall } from '@openledger/chain/calls/datanetRegistryCalls.ts'
import { accessEntrySchema, listAccess, listReads, readingSchema } from '@openledger/core/api/access.ts'
import {
  getChangelog,
  histogramsSchema,
  listChanges,
  listVersionRecords,
  recordSchema,
} from '@openledger/core/api/versions.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { records } from '@openledger/db/schema/records.ts'
import { versions } from '@openledger/db/schema/versions.ts'
import { eq, inArray } from 'drizzle-orm'
import { unzipSync } from 'fflate'
import { beforeAll, describe, expect, test } from 'vitest'
import { sealOldContents } from '../../src/contributions/sealOldContents.ts'
import { jsonl, prepareBatch, signCommitments, submit, upload } from '../contribution.ts'
import { bringRecords, makeDatanet, makePerson, type Person, publishNext } from '../datanetWorld.ts'
import { failure, request, signed, signedRequest } from '../requests.ts'
import type { Stack } from '../stack.ts'

const qa = (subject: string, answer: string) => ({
  kind: 'qa',
  prompts: [`What is known about ${subject}?`, `Tell me what the survey says of ${subject}.`],
  answer,
})
const MARSH = qa('the marsh of Ellerbrook', 'Curlews nest between the alders, and the peat is four metres deep.')
const DUNES = qa('the dunes at Farrow Point', 'Marram grass holds them; the eastern ridge moves a metre a year.')
const QUARRY = qa('the quarry under Hobb Hill', 'It was flooded in 1931 and shelters great crested newts today.')
const MEADOW = qa('the meadow behind Sallow Mill', 'Snake’s head fritillaries flower there late in April.')

const TERMS = `0x${'2'.repeat(64)}` as const

/** Versions that are read page by page, compared, opened and closed, and what a withdrawal leaves. */
export function versionSuite(stack: () => Stack): void {
  describe('versions', () => {
    let [owner, ann, bob, developer, stranger, curator] = [] as unknown as [
      Person,
      Person,
      Person,
      Person,
      Person,
      Person,
    ]
    let datanetId: Hex32
    let [marsh, dunes, quarry] = [] as unknown as [Hex32, Hex32, Hex32]
    const as = (person: Person | undefined, path: string, method = 'GET', body?: unknown) =>
      person === undefined
        ? request(stack().url, method, path, body === undefined ? {} : { body })
        : signedRequest(stack().url, person.account, method, path, body)
    const page = async (person: Person | undefined, query: string) =>
      listVersionRecords.response.parse((await as(person, `/v1/datanets/${datanetId}/versions/1/records${query}`)).json)

    beforeAll(async () => {
      const make = () => makePerson(stack())
      ;[owner, ann, bob, developer, stranger, curator] = [
        await make(),
        await make(),
        await make(),
        await make(),
        await make(),
        await make(),
      ]
      datanetId = await makeDatanet(stack(), owner, 'survey')
      const brought = await bringRecords(stack(), datanetId, ann, [MARSH, DUNES])
      ;[marsh, dunes] = brought.commitments as [Hex32, Hex32]
      ;[quarry] = (await bringRecords(stack(), datanetId, bob, [QUARRY])).commitments as [Hex32]
      await publishNext(stack(), datanetId, owner)
      await setCurators(owner.wallet, { datanetId, curators: [{ account: curator.address, bps: 100 }] })
      await stack().indexer.sync()
    })

    test('at rest what a record says is sealed, and cannot be opened in another’s place', async () => {
      const rows = await stack().db.select().from(records).where(eq(records.datanetId, datanetId))
      expect(rows).toHaveLength(3)
      expect(JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? String(value) : value))).not.toMatch(
        /Curlews|marsh|Marram|newts/,
      )
      const [one, two] = rows
      if (one === undefined || two === undefined) throw new Error('no records')
      expect(stack().contents.open(one, one.content)).toMatchObject({ kind: 'qa' })
      expect(() => stack().contents.open(one, two.content)).toThrow(/can't be unsealed/)
    })

    test('what a database of before has in the clear is sealed at the next start', async () => {
      const { db, contents } = stack()
      const [row] = await db.select().from(records).where(eq(records.commitment, quarry))
      await db.update(records).set({ content: QUARRY, length: null, words: null }).where(eq(records.commitment, quarry))
      expect(await sealOldContents({ db, contents })).toBe(1)
      expect(await sealOldContents({ db, contents })).toBe(0)
      const [after] = await db.select().from(records).where(eq(records.commitment, quarry))
      expect(after).toMatchObject({ content: { sealed: expect.any(String) }, length: row?.length, words: row?.words })
    })

    test('facts are for all, in the order of the tree, a page at a time; what records say is for those with a right', async () => {
      const all = await page(undefined, '')
      expect(all.data.map(({ commitment }) => commitment)).toEqual([marsh, dunes, quarry].toSorted())
      expect(all.data.every(({ content, length }) => content === null && (length ?? 0) > 50)).toBe(true)
      expect(all.next).toBeNull()
      const first = await page(undefined, '?limit=2')
      expect(first.data).toEqual(all.data.slice(0, 2))
      expect((await page(undefined, `?limit=2&after=${first.next}`)).data).toEqual(all.data.slice(2))
      const path = `/v1/datanets/${datanetId}/versions/1/records`
      expect(failure(await as(undefined, `${path}?content=1`))).toEqual({ status: 401, code: 'CONTENT_SIGN_IN' })
      expect(failure(await as(stranger, `${path}?content=1`))).toEqual({ status: 403, code: 'CONTENT_NOT_GRANTED' })
      expect(failure(await as(ann, `${path}?content=1`))).toEqual({ status: 403, code: 'CONTENT_NOT_GRANTED' })
      expect(failure(await as(stranger, `${path}?search=newts`))).toEqual({ status: 403, code: 'CONTENT_NOT_GRANTED' })
      expect(failure(await as(stranger, `/v1/records/${marsh}?content=1`))).toEqual({
        status: 403,
        code: 'CONTENT_NOT_GRANTED',
      })
      for (const reader of [owner, curator])
        expect(
          (await page(reader, '?content=1')).data.find(({ commitment }) => commitment === quarry)?.content,
        ).toEqual(QUARRY)
      const own = await page(ann, `?content=1&contributor=${ann.address}`)
      expect(own.data.map(({ content }) => content)).toEqual(marsh < dunes ? [MARSH, DUNES] : [DUNES, MARSH])
      expect(failure(await as(ann, `${path}?content=1&contributor=${bob.address}`)).code).toBe('CONTENT_NOT_GRANTED')
    })

    test('filters and words find records; a word must be whole, case and accents do not matter', async () => {
      const found = async (query: string) => (await page(owner, query)).data.map(({ commitment }) => commitment)
      expect(await found(`?contributor=${bob.address}`)).toEqual([quarry])
      expect(await found('?kind=document')).toEqual([])
      expect(await found('?verdict=accept&kind=qa')).toHaveLength(3)
      expect(await found('?search=NEWTS%20crested')).toEqual([quarry])
      expect(await found('?search=newt')).toEqual([])
      expect(await found('?search=newts%20curlews')).toEqual([])
      expect(await found('?max=10')).toEqual([])
      const languages = (await page(owner, '')).data.map(({ language }) => language)
      for (const language of ['en', 'de', 'fr'])
        expect(await found(`?language=${language}`)).toHaveLength(languages.filter((one) => one === language).length)
      expect(failure(await as(owner, `/v1/datanets/${datanetId}/versions/1/records?language=English`)).status).toBe(400)
      const filtered = await page(owner, '?kind=qa&limit=1')
      expect(await found(`?kind=qa&after=${filtered.next}`)).toHaveLength(2)
      const path = `/v1/datanets/${datanetId}/versions/1/records?search=%3F!`
      expect(failure(await as(owner, path))).toEqual({ status: 400, code: 'SEARCH_WITHOUT_WORDS' })
      const spread = await as(undefined, `/v1/datanets/${datanetId}/versions/1/histograms`)
      const { kind, contributor, length, language, income } = histogramsSchema.parse(spread.json)
      expect(languages).toContain('en')
      expect(language.find(({ value }) => value === 'en')?.count).toBe(languages.filter((one) => one === 'en').length)
      expect(kind).toEqual([{ value: 'qa', count: 3 }])
      expect(contributor).toEqual([
        { value: ann.address, count: 2 },
        { value: bob.address, count: 1 },
      ])
      expect(length.reduce((sum, { count }) => sum + count, 0)).toBe(3)
      expect(income).toEqual([{ value: '0', count: 3 }])
    })

    test('a version can be had as a file by who may read it, and described for all', async () => {
      const path = `/v1/datanets/${datanetId}/versions/1`
      const file = async (format: string, who: Person | undefined = owner) => {
        const target = `${path}/export?format=${format}`
        const headers = who === undefined ? {} : await signed(who.account, 'GET', target, '')
        const response = await fetch(`${stack().url}${target}`, { headers })
        return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) }
      }
      for (const format of ['jsonl', 'csv', 'parquet', 'hf']) expect((await file(format, stranger)).status).toBe(403)
      const jsonl = await file('jsonl')
      const [root] = (await stack().db.select().from(versions).where(eq(versions.datanetId, datanetId))).map(
        (v) => v.root,
      )
      expect(jsonl.headers.get('x-openledger-version-root')).toBe(root)
      const lines = jsonl.bytes
        .toString()
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line))
      expect(lines.map(({ commitment }) => commitment)).toEqual([marsh, dunes, quarry].toSorted())
      expect(lines.find(({ commitment }) => commitment === quarry)).toMatchObject({
        answer: QUARRY.answer,
        title: null,
      })
      expect((await file('csv')).bytes.toString().split('\r\n')).toHaveLength(5)
      const parquet = await file('parquet')
      expect(parquet.bytes.subarray(0, 4).toString() + parquet.bytes.subarray(-4).toString()).toBe('PAR1PAR1')
      const files = unzipSync((await file('hf')).bytes)
      expect(Object.keys(files)).toEqual(['README.md', 'data/train-00000-of-00001.parquet', 'croissant.json'])
      const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
      const inFolder = JSON.parse(Buffer.from(files['croissant.json'] ?? []).toString())
      expect(inFolder.distribution[0].sha256).toBe(hash(files['data/train-00000-of-00001.parquet'] ?? new Uint8Array()))
      const described = await fetch(`${stack().url}${path}/croissant`)
      expect(described.headers.get('content-type')).toContain('http://mlcommons.org/croissant/1.1')
      const { distribution } = (await described.json()) as { distribution: { sha256: string }[] }
      expect(distribution[0]?.sha256).toBe(hash(parquet.bytes))
      const card = await fetch(`${stack().url}${path}/export?format=readme`)
      expect(await card.text()).toContain(`version root | \`${root}\``)
    })

    test('a grant opens contents while it holds on chain; expired and revoked ones are refused by code', async () => {
      const ends = (await stack().deps.chain.newestBlockTime()) + 4
      const terms = { developer: developer.address, termsHash: TERMS, minDataShareBps: 0, minOutputPrice: 0n }
      await grantAccess(owner.wallet, { datanetId, ...terms, expiry: BigInt(ends) })
      const path = `/v1/records/${quarry}?content=1`
      expect(recordSchema.parse((await as(developer, path)).json).content).toEqual(QUARRY)
      await expect
        .poll(async () => failure(await as(developer, path)), { timeout: 15_000 })
        .toEqual({
          status: 403,
          code: 'CONTENT_GRANT_ENDED',
        })
      await grantAccess(owner.wallet, { datanetId, ...terms, expiry: 4_000_000_000n })
      expect((await as(developer, path)).status).toBe(200)
      await revokeAccess(owner.wallet, { datanetId, developer: developer.address })
      await stack().indexer.sync()
      expect(failure(await as(developer, path))).toEqual({ status: 403, code: 'CONTENT_GRANT_ENDED' })
      const reading = await as(developer, `/v1/datanets/${datanetId}/reading`)
      expect(readingSchema.parse(reading.json)).toMatchObject({
        visibility: 'private',
        right: null,
        refusal: { code: 'CONTENT_GRANT_ENDED' },
      })
    })

    test('every reading of private contents is in the log, for the owner alone', async () => {
      const path = `/v1/datanets/${datanetId}/reads`
      expect(failure(await as(stranger, path))).toEqual({ status: 403, code: 'AUTH_FORBIDDEN' })
      const before = listReads.response.parse((await as(owner, path)).json).data
      await page(curator, '?content=1&limit=1')
      await page(undefined, '')
      await as(stranger, `/v1/records/${marsh}?content=1`)
      await as(ann, `/v1/records/${marsh}?content=1`)
      const after = listReads.response.parse((await as(owner, path)).json).data
      expect(after.slice(0, after.length - before.length)).toMatchObject([
        { reader: ann.address, kind: 'record', right: 'contributor', records: 1, commitments: [marsh], root: null },
        {
          reader: curator.address,
          kind: 'page',
          right: 'curator',
          records: 1,
          commitments: [[marsh, dunes, quarry].toSorted()[0]],
        },
      ])
    })

    test('access: words whose hash is asked with, a refusal with its reason, a new request, a grant', async () => {
      const path = `/v1/datanets/${datanetId}/access`
      const entries = async (person: Person) => listAccess.response.parse((await as(person, path)).json).data
      const mine = async () => (await entries(owner)).find((entry) => entry.developer === stranger.address)
      const said = await as(stranger, `${path}/request`, 'PUT', { words: 'A field guide; 40 % to the data.' })
      const { termsHash } = said.json as { termsHash: Hex32 }
      expect(await mine()).toBeUndefined()
      const refusal = `${path}/${stranger.address}/refusal`
      expect(failure(await as(owner, refusal, 'POST', { reason: 'No.' })).code).toBe('ACCESS_REQUEST_NOT_FOUND')
      const ask = () =>
        stranger.wallet.send(requestAccessCall(stack().chain.addresses, datanetId, termsHash), 'Asking for access')
      await ask()
      await stack().indexer.sync()
      expect(await mine()).toMatchObject({ state: 'asked', words: 'A field guide; 40 % to the data.', grant: null })
      expect(await entries(bob)).toEqual([])
      expect(failure(await as(stranger, refusal, 'POST', { reason: 'Mine.' })).code).toBe('AUTH_FORBIDDEN')
      const refused = await as(owner, refusal, 'POST', { reason: 'Not for field guides.' })
      expect(accessEntrySchema.parse(refused.json)).toMatchObject({ state: 'refused' })
      expect(await entries(stranger)).toMatchObject([
        { state: 'refused', refusal: { reason: 'Not for field guides.', by: owner.address } },
      ])
      expect(failure(await as(owner, refusal, 'POST', { reason: 'Again.' })).code).toBe('ACCESS_REQUEST_NOT_FOUND')
      // Other words than those that were asked with are none of the request's.
      await as(stranger, `${path}/request`, 'PUT', { words: 'Something else.' })
      await ask()
      await stack().indexer.sync()
      expect(await mine()).toMatchObject({ state: 'asked', words: null, refusal: null })
      const terms = { termsHash, expiry: 4_000_000_000n, minDataShareBps: 4_000, minOutputPrice: 7n, trainingFee: 9n }
      await grantAccess(owner.wallet, { datanetId, developer: stranger.address, ...terms })
      await stack().indexer.sync()
      expect(await mine()).toMatchObject({
        state: 'granted',
        grant: { expiry: 4_000_000_000, minDataShareBps: 4_000, minOutputPrice: '7', trainingFee: '9' },
      })
      await revokeAccess(owner.wallet, { datanetId, developer: stranger.address })
      await stack().indexer.sync()
      expect((await mine())?.state).toBe('revoked')
    })

    test('only records under licences that let anybody read are opened; a closed licence closes them', async () => {
      const visibility = (id: Hex32, value: string, who = owner) =>
        as(who, `/v1/datanets/${id}/visibility`, 'PUT', { visibility: value })
      expect(failure(await visibility(datanetId, 'public')).code).toBe('VISIBILITY_LICENCE_CLOSED')
      await setLicence(owner.wallet, { datanetId, name: 'CC-BY-4.0', termsHash: TERMS })
      await stack().indexer.sync()
      // Ann and Bob signed before there was a licence.
      expect(failure(await visibility(datanetId, 'public')).code).toBe('VISIBILITY_LICENCE_CLOSED')
      const open = await makeDatanet(stack(), owner, 'open-survey')
      await setLicence(owner.wallet, { datanetId: open, name: 'CC-BY-4.0', termsHash: TERMS })
      const [meadow] = (await bringRecords(stack(), open, ann, [MEADOW])).commitments
      const path = `/v1/records/${meadow}?content=1`
      expect(failure(await as(undefined, path)).code).toBe('CONTENT_SIGN_IN')
      expect(failure(await visibility(open, 'public', ann)).code).toBe('AUTH_FORBIDDEN')
      expect((await visibility(open, 'public')).status).toBe(200)
      expect(recordSchema.parse((await as(undefined, path)).json).content).toEqual(MEADOW)
      await setLicence(owner.wallet, { datanetId: open, name: 'All rights reserved', termsHash: TERMS })
      await stack().indexer.sync()
      expect(failure(await as(undefined, path)).code).toBe('CONTENT_SIGN_IN')
      await setLicence(owner.wallet, { datanetId: open, name: 'CC-BY-4.0', termsHash: TERMS })
      await stack().indexer.sync()
      expect(failure(await as(undefined, path)).code).toBe('CONTENT_SIGN_IN')
    })

    test('a withdrawal erases what the record says and keeps that it was; copies of it do not bring it back', async () => {
      const { db, chain, indexer } = stack()
      await bringRecords(stack(), datanetId, bob, [MEADOW, MARSH])
      const batch = await prepareBatch(stack(), datanetId, ann.account, [DUNES])
      const revoke = async (who: Person, ids: readonly Hex32[]) => {
        await who.wallet.send(revokeRecordsCall(chain.addresses, datanetId, ids), 'Withdrawing')
        await indexer.sync()
      }
      // Anybody may name a record; only its contributor's word counts.
      await revoke(bob, [marsh])
      expect((await db.select().from(records).where(eq(records.commitment, marsh)))[0]?.content).not.toBeNull()
      await revoke(ann, [marsh])
      const [row] = await db.select().from(records).where(eq(records.commitment, marsh))
      expect(row).toMatchObject({ revoked: true, content: null, salt: null, words: null, embedding: null })
      expect(row?.recordId).not.toBeNull()
      const shown = recordSchema.parse((await as(owner, `/v1/records/${marsh}?content=1`)).json)
      expect(shown).toMatchObject({
        content: null,
        withdrawn: { erasedAt: expect.any(Number) },
        versions: [{ number: 1 }],
      })
      const old = await page(owner, '?content=1')
      expect(old.data.map(({ commitment, withdrawn, content }) => [commitment, withdrawn, content === null])).toEqual(
        [marsh, dunes, quarry].toSorted().map((id) => [id, id === marsh, id === marsh]),
      )
      const draft = await publishNext(stack(), datanetId, owner)
      expect(draft.leaves.map(({ commitment }) => commitment)).not.toContain(marsh)
      // Bob's copy was refused beside the original, and stays so when a new upload has everything checked again.
      const contributionId = await submit(stack(), batch)
      expect((await upload(stack(), contributionId, jsonl(batch.lines))).status).toBe(200)
      const copies = await db
        .select()
        .from(records)
        .where(inArray(records.recordId, [row?.recordId as Hex32]))
      expect(copies.filter(({ contributor }) => contributor === bob.address)).toMatchObject([{ verdict: 'refuse' }])
      const changes = await as(undefined, `/v1/datanets/${datanetId}/versions/2/changes?change=removed`)
      expect(listChanges.response.parse(changes.json)).toEqual({
        data: [{ change: 'removed', commitment: marsh, contributor: ann.address, kind: 'qa', why: 'withdrawn' }],
        next: null,
      })
      const log = getChangelog.response.parse((await as(undefined, `/v1/datanets/${datanetId}/changelog`)).json).data
      expect(log).toMatchObject([
        { number: 2, added: 1, removed: { withdrawn: 1 }, contributors: [{ account: bob.address, added: 1 }] },
        { number: 1, added: 3, removed: { withdrawn: 0 } },
      ])
      expect(log[0]?.transactionHash).toMatch(/^0x/)
    })

    test('a withdrawn record that is uploaded again stays erased; who only copied a commitment withdraws nothing', async () => {
      const { db, chain, indexer } = stack()
      const kept = qa('the weir at Low Catton', 'Salmon leap it in October, when the river is high.')
      const batch = await prepareBatch(stack(), datanetId, ann.account, [kept])
      const commitment = batch.body.commitments[0] as Hex32
      const revoke = async (who: Person) => {
        await who.wallet.send(revokeRecordsCall(chain.addresses, datanetId, [commitment]), 'Withdrawing')
        await indexer.sync()
      }
      const read = async () => (await db.select().from(records).where(eq(records.commitment, commitment)))[0]
      // Bob has seen Ann's commitment on its way, registers it as his own, and withdraws it.
      await submit(stack(), await signCommitments(stack(), datanetId, bob.account, [commitment]))
      await revoke(bob)
      expect(await read()).toMatchObject({ contributor: bob.address, revoked: true })
      const contributionId = await submit(stack(), batch)
      await upload(stack(), contributionId, jsonl(batch.lines))
      expect(await read()).toMatchObject({ contributor: ann.address, revoked: false, erasedAt: null, kind: 'qa' })
      await revoke(ann)
      expect((await upload(stack(), contributionId, jsonl(batch.lines))).status).toBe(200)
      expect(await read()).toMatchObject({ revoked: true, content: null, salt: null })
    })
  })
}
