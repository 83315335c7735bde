import { randomBytes } from 'node:crypto'
import { createDatanet } from '@openledger/chain/actions/createDatanet.ts'
import { setLicence } from '@openledger/chain/actions/setLicence.ts'
import { checkSettingsSchema, datanetChecksSchema, getFindings } from '@openledger/core/api/checks.ts'
import { contributionSchema, listContributions } from '@openledger/core/api/contributions.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { datanetChecks } from '@openledger/db/schema/datanetChecks.ts'
import { eq } from 'drizzle-orm'
import { bytesToHex, type LocalAccount } from 'viem'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { createRechecker } from '../../src/contributions/createRechecker.ts'
import { jsonl, prepareBatch, submit, upload } from '../contribution.ts'
import { failure, request, signedRequest } from '../requests.ts'
import { type Stack, testAccount } from '../stack.ts'

const qa = (prompt: string, answer: string) => ({ kind: 'qa', prompts: [prompt], answer })
const EMAIL = 'jana.novakova@posta.cz'
const TOKEN = `ghp_${'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'}`
const RECORDS = [
  qa('Who keeps the list of members?', `Jana keeps the list of members; write to ${EMAIL} for a copy.`),
  qa('How do I push to the archive?', `Push to the archive with the token ${TOKEN} as password.`),
  qa('Wie lange gilt die Garantie einer Spülmaschine?', 'Die Garantie einer Spülmaschine gilt zwei Jahre.'),
  qa('How long is the warranty of a washing machine?', 'The warranty of a washing machine is two years.'),
]

/** What the checks find is kept, shown to whom it concerns, and follows the settings of the Datanet's owner. */
export function checkSuite(stack: () => Stack): void {
  describe('checks', () => {
    const [owner, contributor, stranger] = [testAccount(0), testAccount(4), testAccount(5)]
    let datanetId: Hex32
    let settingsPath: string
    let findingsPath: string
    let contributionId: Hex32
    beforeAll(async () => {
      ;({ datanetId } = await createDatanet(stack().wallet(0), {
        slug: `checks-${bytesToHex(randomBytes(4)).slice(2)}`,
        treasury: toAddress(owner.address),
        rateBps: 0,
        termsHash: `0x${'8'.repeat(64)}`,
        metadataHash: `0x${'8'.repeat(64)}`,
      }))
      await stack().indexer.sync()
      const batch = await prepareBatch(stack(), datanetId, contributor, RECORDS)
      contributionId = await submit(stack(), batch)
      expect((await upload(stack(), contributionId, jsonl(batch.lines))).status).toBe(200)
      settingsPath = `/v1/datanets/${datanetId}/checks`
      findingsPath = `/v1/contributions/${contributionId}/findings`
    })
    const rechecked = () =>
      vi.waitFor(
        async () => expect((await request(stack().url, 'GET', settingsPath)).json).toMatchObject({ recheck: null }),
        { timeout: 30_000, interval: 50 },
      )
    const verdicts = async () => {
      const answer = await request(stack().url, 'GET', `/v1/contributions/${contributionId}`)
      return contributionSchema.parse(answer.json).records.map(({ verdict, code }) => [verdict, code])
    }

    test('the contributor gets findings with places, a score, and the record without personal data', async () => {
      const answer = await signedRequest(stack().url, contributor, 'GET', findingsPath)
      const { records } = getFindings.response.parse(answer.json)
      const [personal] = records[0]?.findings ?? []
      const [place] = personal?.places ?? []
      expect(RECORDS[0]?.answer.slice(place?.start, place?.end)).toBe(EMAIL)
      expect(records[0]?.redacted).toEqual(
        qa('Who keeps the list of members?', 'Jana keeps the list of members; write to [email] for a copy.'),
      )
      expect(records[1]?.findings.map(({ code }) => code)).toEqual(['DATA_SECRET'])
      expect(records.map(({ quality }) => (quality?.score ?? 0) > 0)).toEqual([true, true, true, true])
    })

    test('the owner gets places, no content; nobody else gets anything, and reasons quote nothing', async () => {
      const { url } = stack()
      const owners = getFindings.response.parse((await signedRequest(url, owner, 'GET', findingsPath)).json)
      expect(owners.records.map(({ redacted }) => redacted)).toEqual([null, null, null, null])
      expect(failure(await signedRequest(url, stranger, 'GET', findingsPath))).toEqual({
        status: 403,
        code: 'AUTH_FORBIDDEN',
      })
      expect((await request(url, 'GET', findingsPath)).status).toBeGreaterThanOrEqual(400)
      const open = await request(url, 'GET', `/v1/contributions/${contributionId}`)
      for (const said of [owners, open.json]) {
        expect(JSON.stringify(said)).not.toContain(EMAIL)
        expect(JSON.stringify(said)).not.toContain(TOKEN)
      }
    })

    test('a source whose licence conflicts with the Datanet’s is refused', async () => {
      const { url } = stack()
      await setLicence(stack().wallet(0), { datanetId, name: 'CC-BY-4.0', termsHash: `0x${'8'.repeat(64)}` })
      await stack().indexer.sync()
      const batch = await prepareBatch(stack(), datanetId, contributor, [
        qa('What is the tallest tower of the old town hall?', 'The clock tower, of sixty-nine metres and a half.'),
      ])
      const id = await submit(stack(), batch)
      const path = `/v1/contributions/${id}/records`
      const put = async (licence: string) =>
        request(url, 'PUT', `${path}?licence=${encodeURIComponent(licence)}`, { body: jsonl(batch.lines) })
      expect(failure(await put('<CC>')).code).toBe('REQUEST_INVALID')
      const { records } = contributionSchema.parse((await put('CC-BY-SA-4.0')).json)
      expect(records.map(({ verdict, code }) => [verdict, code])).toEqual([['refuse', 'DATA_LICENCE_CONFLICT']])
    })

    test('the owner alone sets what is asked of records; those that are here follow', async () => {
      const { url } = stack()
      expect(await verdicts()).toEqual([
        ['mark', 'DATA_PERSONAL'],
        ['refuse', 'DATA_SECRET'],
        ['accept', null],
        ['accept', null],
      ])
      const wanted = { languages: ['en'], personalData: { email: 'refuse' }, offersRedaction: false }
      expect(failure(await signedRequest(url, stranger, 'PUT', settingsPath, wanted)).code).toBe('AUTH_FORBIDDEN')
      expect(
        failure(await signedRequest(url, owner, 'PUT', settingsPath, { ...wanted, languages: ['English'] })).code,
      ).toBe('REQUEST_INVALID')
      const settled = (settings: object) => ({ ...checkSettingsSchema.parse(settings), recheck: null })
      expect((await request(url, 'GET', settingsPath)).json).toEqual(settled({}))
      const set = await signedRequest(url, owner, 'PUT', settingsPath, wanted)
      expect(set.status).toBe(200)
      // Answered at once, with how far it is: all that came, the one that conflicts with the licence too.
      expect(datanetChecksSchema.parse(set.json).recheck).toEqual({ checked: 0, of: 5 })
      await rechecked()
      expect((await request(url, 'GET', settingsPath)).json).toEqual(settled(wanted))
      expect(await verdicts()).toEqual([
        ['refuse', 'DATA_PERSONAL_REFUSED'],
        ['refuse', 'DATA_SECRET'],
        ['refuse', 'DATA_LANGUAGE'],
        ['accept', null],
      ])
      const { records } = getFindings.response.parse((await signedRequest(url, contributor, 'GET', findingsPath)).json)
      expect(records[0]?.redacted).toBeNull()
      await signedRequest(url, owner, 'PUT', settingsPath, {})
      await rechecked()
      expect((await verdicts())[2]).toEqual(['accept', null])
    })

    test('a recheck that a killed gateway left goes on at the next start; no version is drafted meanwhile', async () => {
      const { url, db, deps } = stack()
      // As it is when the gateway dies right after its answer: set, and nobody at it.
      const settings = checkSettingsSchema.parse({ languages: ['en'] })
      await db.update(datanetChecks).set({ settings, recheck: 'left' }).where(eq(datanetChecks.datanetId, datanetId))
      const draft = await signedRequest(url, owner, 'GET', `/v1/datanets/${datanetId}/draft`)
      expect(failure(draft)).toEqual({ status: 409, code: 'DATANET_BEING_CHECKED' })
      // What comes meanwhile is checked by the new settings, and what was here before is left to the recheck.
      const batch = await prepareBatch(stack(), datanetId, contributor, [
        qa('Wer läutet die Glocke des Rathauses am Morgen?', 'Der Küster läutet die Glocke des Rathauses um sechs.'),
      ])
      const id = await submit(stack(), batch)
      const { records } = contributionSchema.parse((await upload(stack(), id, jsonl(batch.lines))).json)
      expect(records.map(({ code }) => code)).toEqual(['DATA_LANGUAGE'])
      expect((await verdicts())[2]).toEqual(['accept', null])
      const next = await createRechecker(deps)
      await rechecked()
      await next.stop()
      expect((await verdicts())[2]).toEqual(['refuse', 'DATA_LANGUAGE'])
      expect((await signedRequest(url, owner, 'GET', `/v1/datanets/${datanetId}/draft`)).status).toBe(200)
    })

    test('what came is listed for the owner, for others what they brought; the newest first', async () => {
      const { url } = stack()
      const path = `/v1/datanets/${datanetId}/contributions`
      const list = async (account: LocalAccount) =>
        listContributions.response.parse((await signedRequest(url, account, 'GET', path)).json).data
      const all = await list(owner)
      expect(all.length).toBe(3)
      expect(all.at(-1)).toMatchObject({
        contributionId,
        count: 4,
        status: 'checked',
        records: { accepted: 1, marked: 1, refused: 2, pending: 0 },
      })
      expect(await list(contributor)).toEqual(all)
      expect(await list(stranger)).toEqual([])
      const [first, second] = all
      const after = await signedRequest(url, owner, 'GET', `${path}?after=${first?.contributionId}`)
      expect(listContributions.response.parse(after.json).data[0]).toEqual(second)
    })
  })
}
