import { createDatanet } from '@openledger/chain/actions/createDatanet.ts'
import { grantAccess } from '@openledger/chain/actions/grantAccess.ts'
import { publishVersion } from '@openledger/chain/actions/publishVersion.ts'
import { createChain } from '@openledger/chain/clients/createChain.ts'
import { silentLogger } from '@openledger/chain/logger.ts'
import { createPublisher } from '@openledger/chain/publisher/createPublisher.ts'
import { contributionSchema } from '@openledger/core/api/contributions.ts'
import { datanetSchema, draftSchema } from '@openledger/core/api/datanets.ts'
import { parseVersionData, versionRoot } from '@openledger/core/data/versionData.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { type Hex32, ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import { createTransactionJournal } from '@openledger/db/chain/transactionJournal.ts'
import { contributions } from '@openledger/db/schema/contributions.ts'
import { records } from '@openledger/db/schema/records.ts'
import { trainingJobs } from '@openledger/db/schema/trainingJobs.ts'
import { count, isNotNull } from 'drizzle-orm'
import { beforeAll, expect, test } from 'vitest'
import { createGateway } from '../../src/createGateway.ts'
import { jsonl, prepareBatch, submit, upload } from '../contribution.ts'
import { failure, request, signedRequest } from '../requests.ts'
import { listen, type Stack, testAccount } from '../stack.ts'

const fact = (code: string, meaning: string) => ({
  kind: 'qa',
  prompts: [`What does the code ${code} stand for?`, `Which condition is coded ${code}?`],
  answer: meaning,
})
const GOOD = [
  fact('A00.0', 'Cholera caused by the classical biotype of Vibrio cholerae'),
  fact('E11.9', 'Type 2 diabetes mellitus without complications'),
  fact('I10', 'Essential hypertension of unknown primary cause'),
]
const salt = `0x${'7'.repeat(64)}` as const

/** From a signed batch to a published version, and everything that may go wrong on the way. */
export function contributionSuite(stack: () => Stack): void {
  let datanetId: Hex32
  const owner = testAccount(0)
  const [original, copier] = [testAccount(2), testAccount(3)]
  beforeAll(async () => {
    const terms = {
      slug: 'codes',
      treasury: toAddress(owner.address),
      rateBps: 1_000,
      termsHash: salt,
      metadataHash: salt,
    }
    ;({ datanetId } = await createDatanet(stack().wallet(0), terms))
    await stack().indexer.sync()
  })
  const state = async () =>
    (
      await stack()
        .db.select({ contributions: count(), kept: count(contributions.signature) })
        .from(contributions)
    )[0]

  test('batches that are wrong are refused by code, and nothing is kept or sent', async () => {
    const { url, publisher, chain } = stack()
    const { path, body } = await prepareBatch(stack(), datanetId, original, GOOD)
    const stranger = await prepareBatch(stack(), datanetId, copier, GOOD)
    const late = await prepareBatch(stack(), datanetId, original, GOOD, 1_000n)
    const elsewhere = `/v1/datanets/${salt}/contributions`
    const before = [await state(), await chain.client.getTransactionCount({ address: publisher.address })]
    const cases: [string, unknown, number, string][] = [
      [path, { ...body, signature: stranger.body.signature }, 401, 'SIGNATURE_WRONG_SIGNER'],
      [path, { ...body, signature: `0x${'11'.repeat(65)}` }, 400, 'SIGNATURE_MALFORMED'],
      [path, { ...body, deadline: '99999999999' }, 401, 'SIGNATURE_WRONG_SIGNER'],
      [path, { ...body, root: salt }, 400, 'CONTRIBUTION_ROOT_WRONG'],
      [path, { ...body, commitments: [salt, salt] }, 400, 'CONTRIBUTION_REPEATED_COMMITMENT'],
      [
        path,
        { ...body, commitments: Array.from({ length: 1_025 }, (_, i) => `0x${i.toString(16).padStart(64, '0')}`) },
        400,
        'REQUEST_INVALID',
      ],
      [path, late.body, 400, 'CONTRIBUTION_EXPIRED'],
      [elsewhere, body, 404, 'DATANET_NOT_FOUND'],
    ]
    for (const [at, wrong, status, code] of cases)
      expect(failure(await request(url, 'POST', at, { body: wrong })), code).toEqual({ status, code })
    expect([await state(), await chain.client.getTransactionCount({ address: publisher.address })]).toEqual(before)
  })

  test('with the chain down a batch is refused with 503 and kept nowhere; later the same batch goes through', async () => {
    const { deps, db } = stack()
    const { chainId, addresses } = deps.chain
    const dead = createChain({ rpcUrl: 'http://127.0.0.1:9', chainId, addresses, timeout_ms: 500 })
    const journal = createTransactionJournal(db)
    const publisher = createPublisher({
      journal,
      account: deps.operator,
      client: dead.client,
      chainId,
      logger: silentLogger,
      receiptTimeout_ms: 500,
    })
    const gateway = await createGateway({
      ...deps,
      publisher,
      chain: { ...deps.chain, newestBlockTime: async () => Number((await dead.client.getBlock()).timestamp) },
    })
    const server = await listen(gateway.app.fetch)
    const batch = await prepareBatch(stack(), datanetId, testAccount(9), [
      fact('B00', 'Herpes simplex infections of skin and mucosa'),
    ])
    const before = await state()
    expect(failure(await request(server.url, 'POST', batch.path, { body: batch.body }))).toEqual({
      status: 503,
      code: 'CHAIN_UNREACHABLE',
    })
    expect(await state()).toEqual(before)
    server.close()
    await submit(stack(), batch)
    expect(failure(await request(stack().url, 'POST', batch.path, { body: batch.body }))).toEqual({
      status: 409,
      code: 'CONTRIBUTION_EXISTS',
    })
  })

  test('whoever registered first is taken, whoever uploaded first; the reasons can be read; the draft becomes a version', async () => {
    const { url, db, deps } = stack()
    const batch = await prepareBatch(stack(), datanetId, original, GOOD)
    const copies = await prepareBatch(stack(), datanetId, copier, [
      GOOD[0] ?? {},
      {
        ...fact('E11.9', 'Type 2 diabetes mellitus without complications'),
        prompts: ['What does the code E11.9 stand for please?', 'Which condition is coded E11.9?'],
      },
      { kind: 'qa', prompts: ['xq zvw kjq wpz', 'qqz xv jkw'], answer: 'zxqv wkj qpz vvq' },
      fact('K35', 'Acute appendicitis, an inflammation of the appendix'),
    ])
    const early = await prepareBatch(stack(), datanetId, testAccount(4), GOOD)
    const first = await submit(stack(), batch)
    const second = await submit(stack(), copies)
    expect(failure(await upload(stack(), early.body.root, jsonl(early.lines)))).toEqual({
      status: 404,
      code: 'CONTRIBUTION_NOT_FOUND',
    })

    const verdictsOf = async (id: Hex32) =>
      contributionSchema.parse((await request(url, 'GET', `/v1/contributions/${id}`)).json)
    const uploaded = contributionSchema.parse((await upload(stack(), second, jsonl(copies.lines))).json)
    expect(uploaded.status).toBe('checked')
    expect(uploaded.records.map(({ verdict }) => verdict)).toEqual(['accept', 'accept', 'refuse', 'accept'])

    expect((await upload(stack(), first, jsonl(batch.lines.slice(0, 1)))).status).toBe(200)
    expect((await verdictsOf(first)).status).toBe('uploaded')
    expect((await upload(stack(), first, jsonl(batch.lines))).status).toBe(200)
    const again = await upload(stack(), first, jsonl(batch.lines))
    expect(contributionSchema.parse(again.json).records.map(({ verdict }) => verdict)).toEqual([
      'accept',
      'accept',
      'accept',
    ])
    const judged = (await verdictsOf(second)).records
    expect(judged.map(({ verdict }) => verdict)).toEqual(['refuse', 'refuse', 'refuse', 'accept'])
    expect(judged.slice(0, 2).map(({ code }) => code)).toEqual(['DATA_DUPLICATE', 'DATA_NEAR_DUPLICATE'])
    expect(judged[1]?.reason).toMatch(/registered earlier by another contributor/)

    expect(failure(await signedRequest(url, copier, 'GET', `/v1/datanets/${datanetId}/draft`))).toEqual({
      status: 403,
      code: 'AUTH_FORBIDDEN',
    })
    const draft = draftSchema.parse((await signedRequest(url, owner, 'GET', `/v1/datanets/${datanetId}/draft`)).json)
    expect(draft).toMatchObject({ count: 4, previousRoot: ZERO_HEX32, root: versionRoot(draft.leaves) })
    expect(parseVersionData(await deps.dataStore.get(draft.dataHash))).toEqual(draft.leaves)
    await publishVersion(stack().wallet(0), draft)
    await stack().indexer.sync()
    expect(failure(await signedRequest(url, owner, 'GET', `/v1/datanets/${datanetId}/draft`))).toEqual({
      status: 409,
      code: 'DATANET_NOTHING_TO_PUBLISH',
    })
    const datanet = datanetSchema.parse((await request(url, 'GET', `/v1/datanets/${datanetId}`)).json)
    expect(datanet.versions.map(({ root, number }) => [root, number])).toEqual([[draft.root, 1]])
    expect(datanet.records).toEqual({ accepted: 4, marked: 0, refused: 3, pending: 1 })

    await trainingNeedsGrant(stack(), datanetId, draft.root)
    expect(await db.$count(records, isNotNull(records.content))).toBe(7)
  })

  test('what opens its commitment and is no record is refused, with the reason; the others are taken', async () => {
    const contents = [
      fact('N20', 'Stones in the kidney or in the ureter'),
      { kind: 'qa', prompts: [], answer: 'Nothing was asked' },
    ]
    const batch = await prepareBatch(stack(), datanetId, testAccount(9), contents)
    const id = await submit(stack(), batch)
    const { status, records: outcomes } = contributionSchema.parse((await upload(stack(), id, jsonl(batch.lines))).json)
    expect([status, ...outcomes.map(({ verdict, code }) => [verdict, code])]).toEqual([
      'checked',
      ['accept', null],
      ['refuse', 'DATA_RECORD_INVALID'],
    ])
    expect(outcomes[1]?.reason).toMatch(/^Line 2 was not taken: content prompts/)
  })

  test('an upload with one wrong line takes none, and names the line', async () => {
    const batch = await prepareBatch(stack(), datanetId, testAccount(5), [
      fact('L20', 'Atopic dermatitis of any severity'),
      fact('M54', 'Pain in the back, unspecified'),
    ])
    const id = await submit(stack(), batch)
    const [good, other] = batch.lines
    if (good === undefined || other === undefined) throw new Error('two lines are there')
    const cases: [string, number, string, number | undefined][] = [
      [jsonl([good, { ...other, salt }]), 400, 'UPLOAD_COMMITMENT_MISMATCH', 2],
      [jsonl([good, { ...other, content: good.content }]), 400, 'UPLOAD_COMMITMENT_MISMATCH', 2],
      [jsonl([good, { ...other, index: 2 }]), 400, 'UPLOAD_INDEX_UNKNOWN', 2],
      [jsonl([good, good]), 400, 'UPLOAD_INDEX_UNKNOWN', 2],
      [`${jsonl([good])}{"index":1,`, 400, 'DATA_LINE_NOT_JSON', 2],
      [`${jsonl([good])}\n${JSON.stringify({ ...other, more: 1 })}`, 400, 'DATA_RECORD_INVALID', 3],
      [
        jsonl([good, { ...other, content: { kind: 'qa', prompts: [], answer: 1 } }]),
        400,
        'UPLOAD_COMMITMENT_MISMATCH',
        2,
      ],
      [
        jsonl([good, { ...other, content: { kind: 'qa', prompts: ['x'.repeat(70_000)], answer: 'y' } }]),
        400,
        'DATA_LINE_TOO_LONG',
        2,
      ],
      ['', 400, 'UPLOAD_EMPTY', undefined],
    ]
    for (const [text, status, code, line] of cases) {
      const answer = await upload(stack(), id, text)
      expect(failure(answer), code).toEqual({ status, code })
      if (line !== undefined) expect(answer.json).toMatchObject({ error: { details: { line } } })
    }
    const { status, records: outcomes } = contributionSchema.parse(
      (await request(stack().url, 'GET', `/v1/contributions/${id}`)).json,
    )
    expect([status, ...outcomes.map(({ verdict }) => verdict)]).toEqual(['onchain', 'pending', 'pending'])
  })
}

async function trainingNeedsGrant(stack: Stack, datanetId: Hex32, root: Hex32): Promise<void> {
  const { url, db, enqueued } = stack
  const developer = testAccount(8)
  const body = { name: 'coder', versions: [root] }
  const ask = async (more: object = {}) =>
    signedRequest(url, developer, 'POST', '/v1/training/jobs', { ...body, ...more })
  expect(failure(await ask({ versions: [salt] }))).toEqual({ status: 404, code: 'VERSION_NOT_FOUND' })
  expect(failure(await ask())).toEqual({ status: 403, code: 'TRAINING_NOT_GRANTED' })
  expect(await db.$count(trainingJobs)).toBe(0)
  const terms = {
    termsHash: salt,
    expiry: BigInt(Math.floor(Date.now() / 1000) + 3_600),
    minDataShareBps: 0,
    minOutputPrice: 0n,
  }
  await grantAccess(stack.wallet(0), { datanetId, developer: toAddress(developer.address), ...terms })
  await stack.indexer.sync()
  expect(failure(await ask({ commitments: [salt] }))).toEqual({ status: 400, code: 'TRAINING_COMMITMENT_FOREIGN' })
  const accepted = await ask()
  expect(accepted.status).toBe(202)
  const [job] = await db.select().from(trainingJobs)
  expect(accepted.json).toEqual({ jobId: job?.jobId })
  expect(enqueued).toEqual([{ name: 'train', data: { jobId: job?.jobId }, id: job?.jobId }])
  expect((await request(url, 'GET', `/v1/training/jobs/${job?.jobId}`)).json).toMatchObject({
    kind: 'train',
    status: 'queued',
    result: null,
  })
}
