import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createDatanet } from '@openledger/chain/actions/createDatanet.ts'
import { contributionSchema } from '@openledger/core/api/contributions.ts'
import { PARSER_VERSION, type Upload, uploadPartBytes, uploadSchema } from '@openledger/core/api/uploads.ts'
import { requestBodyHash, signRequest } from '@openledger/core/eip712/signedRequest.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { parseFile } from '@openledger/data/ingest/parseFile.ts'
import { records } from '@openledger/db/schema/records.ts'
import { uploads } from '@openledger/db/schema/uploads.ts'
import { and, eq, isNotNull } from 'drizzle-orm'
import { bytesToHex, type LocalAccount } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { makeBomb } from '../../../../packages/data/test/makeBomb.ts'
import { forgetUnsealed } from '../../src/uploads/forgetUpload.ts'
import { prepareBatch, submit } from '../contribution.ts'
import { type Answer, failure, signedRequest } from '../requests.ts'
import type { Stack } from '../stack.ts'

const URL_OF_SOURCE = 'https://example.org/pilot'
const GUIDE = `# Pilot's guide

The harbour of Tarn lies behind a bar of sand that moves with every storm of the winter.

## Lights

The light on Skerry rock shows three white flashes every twenty seconds, and can be seen for eleven miles.

## Tides

High water comes fifty minutes later each day; with wind from the north the pilot adds ten minutes to the table.
`
const utf8 = (text: string) => new TextEncoder().encode(text)
const someone = () => privateKeyToAccount(generatePrivateKey())

/** A file from its commitments to opened records, and what must not get through. */
export function uploadSuite(stack: () => Stack): void {
  describe('uploaded files', () => {
    let datanetId: Hex32
    beforeAll(async () => {
      const salt = `0x${'8'.repeat(64)}` as const
      const terms = {
        slug: 'pilots',
        treasury: `0x${'11'.repeat(20)}` as const,
        rateBps: 0,
        termsHash: salt,
        metadataHash: salt,
      }
      ;({ datanetId } = await createDatanet(stack().wallet(0), terms))
      await stack().indexer.sync()
    })

    const ask = (account: LocalAccount, method: string, path: string, body?: unknown) =>
      signedRequest(stack().url, account, method, path, body)
    const upload = (answer: Answer): Upload => uploadSchema.parse(answer.json)
    const announcement = (path: string, bytes: Uint8Array) => ({
      datanetId,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      bytes: bytes.length,
      parse: { parser: PARSER_VERSION, path, url: URL_OF_SOURCE },
    })
    const contentsOf = async (path: string, bytes: Uint8Array<ArrayBuffer>) => {
      const found: object[] = []
      for await (const item of parseFile({ path, blob: new Blob([bytes]) }, { url: URL_OF_SOURCE })) {
        if (item.kind === 'record') found.push(item.content)
      }
      return found
    }
    /** Registers commitments to contents, with the salts that open them. */
    const commit = async (account: LocalAccount, contents: readonly object[]) => {
      const batch = await prepareBatch(stack(), datanetId, account, contents)
      return { contributionId: await submit(stack(), batch), salts: batch.lines.map(({ salt }) => salt) }
    }
    const putPart = async (account: LocalAccount, uploadId: string, part: number, bytes: Uint8Array<ArrayBuffer>) => {
      const path = `/v1/uploads/${uploadId}/parts/${part}`
      const message = {
        account: toAddress(account.address),
        method: 'PUT',
        path,
        bodyHash: requestBodyHash(bytes),
        issuedAt: Math.floor(Date.now() / 1000),
        nonce: bytesToHex(crypto.getRandomValues(new Uint8Array(32))),
      }
      const authorization = await signRequest(message, 31337, (data) => account.signTypedData(data))
      const response = await fetch(`${stack().url}${path}`, { method: 'PUT', body: bytes, headers: { authorization } })
      return { status: response.status, headers: response.headers, json: await response.json() }
    }
    const completed = async (account: LocalAccount, uploadId: string): Promise<Upload> => {
      expect((await ask(account, 'POST', `/v1/uploads/${uploadId}/complete`)).status).toBe(202)
      return vi.waitFor(
        async () => {
          const state = upload(await ask(account, 'GET', `/v1/uploads/${uploadId}`))
          expect(state.status).not.toBe('parsing')
          return state
        },
        { timeout: 30_000, interval: 100 },
      )
    }
    const open = (account: LocalAccount, uploadId: string, id: Hex32, first: number, salts: readonly Hex32[]) =>
      ask(account, 'PUT', `/v1/uploads/${uploadId}/contributions/${id}`, { first, salts })
    const deliver = async (account: LocalAccount, path: string, bytes: Uint8Array<ArrayBuffer>): Promise<Upload> => {
      const { uploadId } = upload(await ask(account, 'POST', '/v1/uploads', announcement(path, bytes)))
      await putPart(account, uploadId, 0, bytes)
      return completed(account, uploadId)
    }

    test('what was committed is opened by what the gateway reads in the file; nothing of the file stays', async () => {
      const [account, bytes] = [someone(), utf8(GUIDE)]
      const contents = await contentsOf('guide.md', bytes)
      expect(contents.length).toBe(3)
      const { contributionId, salts } = await commit(account, contents)
      const { uploadId, status, records: count } = await deliver(account, 'guide.md', bytes)
      expect([status, count]).toEqual(['parsed', 3])
      const answer = await open(account, uploadId, contributionId, 0, salts)
      const contribution = contributionSchema.parse(answer.json)
      expect(contribution.status).toBe('checked')
      const rows = await stack().db.select().from(records).where(eq(records.contributionId, contributionId))
      expect(rows.toSorted((a, b) => a.index - b.index).map((row) => stack().contents.open(row, row.content))).toEqual(
        contents,
      )
      // Opened twice is opened once.
      expect((await open(account, uploadId, contributionId, 0, salts)).json).toEqual(answer.json)
      expect((await ask(account, 'DELETE', `/v1/uploads/${uploadId}`)).json).toEqual({ deleted: true })
      expect(failure(await ask(account, 'GET', `/v1/uploads/${uploadId}`))).toEqual({
        status: 404,
        code: 'UPLOAD_NOT_FOUND',
      })
      expect(await readdir(stack().deps.uploadsFolder)).not.toContain(uploadId)
    })

    test('a difference between what was committed and what is read is refused, and nothing is stored', async () => {
      const [account, bytes] = [someone(), utf8(GUIDE)]
      const contents = await contentsOf('guide.md', bytes)
      const altered = contents.map((content, at) => (at === 1 ? { ...content, title: 'Another title' } : content))
      const { contributionId, salts } = await commit(account, altered)
      const { uploadId } = await deliver(account, 'guide.md', bytes)
      const refused = { status: 409, code: 'UPLOAD_DIFFERS' }
      expect(failure(await open(account, uploadId, contributionId, 0, salts))).toEqual(refused)
      expect(failure(await open(account, uploadId, contributionId, 0, salts.slice(1)))).toEqual(refused)
      expect(failure(await open(account, uploadId, contributionId, 2_000_000, salts))).toEqual(refused)
      // Somebody else's contribution is not opened by one's own file.
      const other = someone()
      const theirs = await commit(other, contents)
      expect(failure(await open(account, uploadId, theirs.contributionId, 0, theirs.salts))).toEqual(refused)
      for (const id of [contributionId, theirs.contributionId]) {
        const taken = and(eq(records.contributionId, id), isNotNull(records.content))
        expect(await stack().db.$count(records, taken)).toBe(0)
      }
    })

    test('content comes after commitments, and only its account sees the upload', async () => {
      const [account, other, bytes] = [someone(), someone(), utf8(GUIDE)]
      const wanted = announcement('guide.md', bytes)
      expect(failure(await ask(account, 'POST', '/v1/uploads', wanted))).toEqual({
        status: 409,
        code: 'UPLOAD_NOTHING_COMMITTED',
      })
      await commit(account, await contentsOf('guide.md', bytes))
      const { uploadId } = upload(await ask(account, 'POST', '/v1/uploads', wanted))
      // Announced again it is the same one.
      expect(upload(await ask(account, 'POST', '/v1/uploads', wanted)).uploadId).toBe(uploadId)
      const hidden = { status: 404, code: 'UPLOAD_NOT_FOUND' }
      for (const [method, path, body] of [
        ['GET', ''],
        ['POST', '/complete'],
        ['DELETE', ''],
        ['PUT', `/contributions/0x${'1'.repeat(64)}`, { first: 0, salts: [`0x${'1'.repeat(64)}`] }],
      ] as const) {
        expect(failure(await ask(other, method, `/v1/uploads/${uploadId}${path}`, body))).toEqual(hidden)
      }
      expect(failure(await putPart(other, uploadId, 0, bytes))).toEqual(hidden)
    })

    test('parts come in any order and again, also after a cut; wrong ones are refused', async () => {
      const account = someone()
      const line = `${JSON.stringify({ kind: 'qa', prompts: ['Which light stands on Skerry rock?'], answer: 'The lighthouse of Ada Moor.' })}\n`
      const bytes = utf8(line + ' '.repeat(uploadPartBytes + 100 - line.length))
      // The second line is longer than a line may be: left out on both sides.
      const contents = await contentsOf('a.jsonl', bytes)
      expect(contents.length).toBe(1)
      const { contributionId, salts } = await commit(account, contents)
      const wanted = announcement('a.jsonl', bytes)
      const { uploadId } = upload(await ask(account, 'POST', '/v1/uploads', wanted))
      const parts = [bytes.slice(0, uploadPartBytes), bytes.slice(uploadPartBytes)] as const
      const wrong = { status: 400, code: 'UPLOAD_PART_WRONG' }
      expect(failure(await putPart(account, uploadId, 0, parts[1]))).toEqual(wrong)
      expect(failure(await putPart(account, uploadId, 2, parts[1]))).toEqual(wrong)
      await putPart(account, uploadId, 1, parts[1])
      const missing = { status: 409, code: 'UPLOAD_STATUS_WRONG' }
      expect(failure(await ask(account, 'POST', `/v1/uploads/${uploadId}/complete`))).toEqual(missing)
      expect(failure(await open(account, uploadId, contributionId, 0, salts))).toEqual(missing)
      expect(upload(await ask(account, 'POST', '/v1/uploads', wanted)).parts).toEqual([1])
      // Bytes of another file in the place of this one's: its SHA-256 tells, and all parts are wanted again.
      await putPart(account, uploadId, 0, new Uint8Array(uploadPartBytes))
      const hash = { status: 409, code: 'UPLOAD_HASH_WRONG' }
      expect(failure(await ask(account, 'POST', `/v1/uploads/${uploadId}/complete`))).toEqual(hash)
      expect(upload(await ask(account, 'GET', `/v1/uploads/${uploadId}`)).parts).toEqual([])
      for (const part of [1, 0, 1]) await putPart(account, uploadId, part, parts[part] ?? new Uint8Array())
      expect((await completed(account, uploadId)).records).toBe(1)
      const last = { first: 0, salts, last: true }
      const opened = await ask(account, 'PUT', `/v1/uploads/${uploadId}/contributions/${contributionId}`, last)
      expect(contributionSchema.parse(opened.json).status).toBe('checked')
      // With the last one the file is forgotten.
      expect(failure(await ask(account, 'GET', `/v1/uploads/${uploadId}`)).code).toBe('UPLOAD_NOT_FOUND')
      expect(await readdir(stack().deps.uploadsFolder)).not.toContain(uploadId)
    })

    test('on the disk nothing of a file can be read, before it is read here and after; what was changed there is refused', async () => {
      const [account, bytes] = [someone(), utf8(GUIDE)]
      const { contributionId, salts } = await commit(account, await contentsOf('guide.md', bytes))
      const { uploadId } = upload(await ask(account, 'POST', '/v1/uploads', announcement('guide.md', bytes)))
      const folder = join(stack().deps.uploadsFolder, uploadId)
      const onDisk = async () => {
        const names = await readdir(folder, { recursive: true, withFileTypes: true })
        const files = names.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name))
        expect(files.length).toBeGreaterThan(0)
        return Buffer.concat(await Promise.all(files.map((file) => readFile(file))))
      }
      await putPart(account, uploadId, 0, bytes)
      expect((await onDisk()).includes('Skerry')).toBe(false)
      const part = join(folder, 'parts', '0')
      const sealed = await readFile(part)
      sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1
      await writeFile(part, sealed)
      const hash = { status: 409, code: 'UPLOAD_HASH_WRONG' }
      expect(failure(await ask(account, 'POST', `/v1/uploads/${uploadId}/complete`))).toEqual(hash)
      await putPart(account, uploadId, 0, bytes)
      expect((await completed(account, uploadId)).status).toBe('parsed')
      expect((await onDisk()).includes('Skerry')).toBe(false)
      expect((await open(account, uploadId, contributionId, 0, salts)).status).toBe(200)
      await ask(account, 'DELETE', `/v1/uploads/${uploadId}`)
    })

    test('what lies plain from before uploads were sealed is forgotten at the next start', async () => {
      const [account, bytes] = [someone(), utf8(GUIDE)]
      await commit(account, await contentsOf('guide.md', bytes))
      const { uploadId } = upload(await ask(account, 'POST', '/v1/uploads', announcement('guide.md', bytes)))
      await writeFile(join(stack().deps.uploadsFolder, uploadId, 'file'), GUIDE)
      await forgetUnsealed(stack().deps)
      expect(await readdir(stack().deps.uploadsFolder)).not.toContain(uploadId)
      expect(failure(await ask(account, 'GET', `/v1/uploads/${uploadId}`)).code).toBe('UPLOAD_NOT_FOUND')
    })

    test('records that are left out have no commitment, and the gateway leaves out the very same', async () => {
      const account = someone()
      const lines = Array.from({ length: 6 }, (_, at) => ({
        question: `Which mark stands at the ${at}th bend of the river Tarn?`,
        answer: `A post with ${at} white rings and a lamp on its top.`,
      }))
      const bytes = utf8(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
      const all = await contentsOf('bends.jsonl', bytes)
      const { contributionId, salts } = await commit(
        account,
        all.filter((_, at) => at !== 1 && at !== 4 && at !== 5),
      )
      const plain = announcement('bends.jsonl', bytes)
      const announce = async (without: unknown) =>
        ask(account, 'POST', '/v1/uploads', { ...plain, parse: { ...plain.parse, without } })
      const without = [
        [2, 2],
        [5, 6],
      ]
      for (const wrong of [
        [],
        [[0, 1]],
        [[3, 2]],
        [
          [1, 2],
          [3, 4],
        ],
      ])
        expect(failure(await announce(wrong)).code).toBe('REQUEST_INVALID')
      const read = async (ranges: unknown) => {
        const { uploadId } = upload(await announce(ranges))
        await putPart(account, uploadId, 0, bytes)
        return completed(account, uploadId)
      }
      // Read whole, it is another file than was committed to; a number that it has not is refused.
      const whole = await read(undefined)
      expect(whole.records).toBe(6)
      expect(failure(await open(account, whole.uploadId, contributionId, 0, salts)).code).toBe('UPLOAD_DIFFERS')
      expect((await read([[7, 7]])).code).toBe('DATA_RECORD_NOT_THERE')
      const { uploadId, records: count } = await read(without)
      expect(count).toBe(3)
      const opened = contributionSchema.parse((await open(account, uploadId, contributionId, 0, salts)).json)
      expect(opened.records.map(({ verdict }) => verdict)).toEqual(['accept', 'accept', 'accept'])
    })

    test('a file that was being read when the gateway died is read when it is asked for again', async () => {
      const [account, bytes] = [someone(), utf8(GUIDE)]
      await commit(account, await contentsOf('guide.md', bytes))
      const { uploadId } = upload(await ask(account, 'POST', '/v1/uploads', announcement('guide.md', bytes)))
      await putPart(account, uploadId, 0, bytes)
      // As a killed process leaves it: said to be read, and nobody reads.
      await stack().db.update(uploads).set({ status: 'parsing' }).where(eq(uploads.id, uploadId))
      expect((await completed(account, uploadId)).status).toBe('parsed')
    })

    test('a bomb, a lie about the format and a name that leads out are refused with their code', async () => {
      const account = someone()
      await commit(account, [{ kind: 'qa', prompts: ['Is anything in it?'], answer: 'Nothing at all.' }])
      const cases: [string, Uint8Array<ArrayBuffer>, string][] = [
        ['bomb.docx', makeBomb(), 'DATA_ARCHIVE_BOMB'],
        ['no.pdf', utf8('%PDF-1.7\nnothing that a PDF holds'), 'DATA_PDF_BROKEN'],
        ['no.parquet', utf8(GUIDE), 'DATA_FORMAT_MISMATCH'],
        ['image.png', utf8(GUIDE), 'DATA_FORMAT_UNKNOWN'],
      ]
      for (const [path, bytes, code] of cases) {
        const state = await deliver(account, path, bytes)
        expect([path, state.status, state.code]).toEqual([path, 'refused', code])
        await ask(account, 'DELETE', `/v1/uploads/${state.uploadId}`)
      }
      const out = await ask(account, 'POST', '/v1/uploads', announcement('../../etc/passwd.md', utf8(GUIDE)))
      expect(failure(out)).toEqual({ status: 400, code: 'DATA_PATH_UNSAFE' })
    }, 60_000)

    test('an account has so many files on its way, also when they are announced at once', async () => {
      const account = someone()
      await commit(account, [{ kind: 'qa', prompts: ['How many files?'], answer: 'Twenty of them, no more.' }])
      const answers = await Promise.all(
        Array.from({ length: 24 }, (_, at) =>
          ask(account, 'POST', '/v1/uploads', announcement(`${at}.md`, utf8(GUIDE))),
        ),
      )
      expect(answers.filter(({ status }) => status === 201).length).toBe(20)
      const refused = answers.filter(({ status }) => status !== 201).map(failure)
      expect(refused).toEqual(Array.from({ length: 4 }, () => ({ status: 429, code: 'UPLOAD_TOO_MANY' })))
      const huge = { ...announcement('huge.md', utf8(GUIDE)), bytes: 2 ** 31 + 1 }
      expect(failure(await ask(account, 'POST', '/v1/uploads', huge)).code).toBe('REQUEST_INVALID')
    })
  })
}
