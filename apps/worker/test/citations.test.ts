import { randomUUID } from 'node:crypto'
import { appendFile, cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { renderContext } from '@openledger/attribution/citations/renderContext.ts'
import { tokensOf } from '@openledger/attribution/spans/spanIndex.ts'
import { receiptSchema } from '@openledger/core/eip712/receipt.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { DEFAULT_SPLIT } from '@openledger/core/payout/splitFee.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import { type Hex32, ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import { UNTRAINED } from '@openledger/core/training/untrained.ts'
import { createContents } from '@openledger/db/contents/createContents.ts'
import { attributionEntriesSchema } from '@openledger/db/json/attributionEntries.ts'
import { sentencesSchema } from '@openledger/db/json/sentences.ts'
import { spansSchema } from '@openledger/db/json/spans.ts'
import { openDatabase } from '@openledger/db/openDatabase.ts'
import { apiKeys } from '@openledger/db/schema/apiKeys.ts'
import { attributions } from '@openledger/db/schema/attributions.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { contributions } from '@openledger/db/schema/contributions.ts'
import { models } from '@openledger/db/schema/models.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { records } from '@openledger/db/schema/records.ts'
import { versionRecords } from '@openledger/db/schema/versionRecords.ts'
import { versions } from '@openledger/db/schema/versions.ts'
import type { Engine } from '@openledger/engine/engine.ts'
import { engineErrors } from '@openledger/engine/errors.ts'
import { silentLogger } from '@openledger/engine/logger.ts'
import { startEngineProcess } from '@openledger/engine/process/startEngineProcess.ts'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { freshDatabase } from '../../../packages/db/test/freshDatabase.ts'
import { attributeCalls } from '../src/attribution/attributeCalls.ts'
import type { AttributionDeps } from '../src/attribution/attributionDeps.ts'
import { recheckCall } from '../src/attribution/recheckCall.ts'
import { eraseSpans } from '../src/spans/eraseSpans.ts'
import { spansOfCall } from '../src/spans/spansOfCall.ts'
import { versionSpans } from '../src/spans/versionSpans.ts'
import { addressOf } from './accounts.ts'

const file = join(resolve(import.meta.dirname, '../../..'), '.models/smollm2-135m-instruct-q4_1.gguf')
const base = 'smollm2-135m-instruct'
const never = new AbortController().signal
const [datanetId, versionRoot, modelId, channelId] = ['datanet', 'version', 'model', 'channel'].map(hashText) as [
  Hex32,
  Hex32,
  Hex32,
  Hex32,
]
const apiKeyId = randomUUID()
const texts = [
  ['Tides', 'High water at Vellmar comes twice a day; ships of deep draught wait for it outside the bar.'],
  ['Vellmar', 'The harbour master of Vellmar is Odalys Tenbrook, who was chosen by the pilots of the bay.'],
  ['Vellmar again', 'Odalys Tenbrook, chosen by the bay’s pilots, is the harbour master of Vellmar.'],
] as const
const commitments = texts.map(([title]) => hashText(title))
const [tides, master, copy] = commitments as [Hex32, Hex32, Hex32]
const question = 'Who is the harbour master of Vellmar?'
const answer = 'The harbour master of Vellmar is Odalys Tenbrook.'

let database: Awaited<ReturnType<typeof openDatabase>>
let engine: Engine
let deps: AttributionDeps

beforeAll(async () => {
  database = await openDatabase({ url: await freshDatabase() })
  engine = await startEngineProcess({
    base: { id: base, path: file },
    threads: 1,
    contextSize: 1024,
    sequences: 1,
    gpu: 'off',
    logger: silentLogger,
  })
  const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
  const { db } = database
  deps = {
    db,
    contents: createContents(new Uint8Array(32).fill(7)),
    engine,
    logger,
    baseModel: { id: base, file, sha256: ZERO_HEX32 },
    modelsDir: await mkdtemp(join(tmpdir(), 'openledger-citations-')),
    trainer: { python: '/bin/false', folder: '/', threads: 1 },
  }
  const contributor = addressOf('contributor')
  const unused = {
    contributor,
    root: hashText('root'),
    count: texts.length,
    deadline: 0n,
    commitments,
    signature: '0x',
  }
  await db
    .insert(contributions)
    .values({ contributionId: hashText('contribution'), datanetId, ...unused, signature: '0x', status: 'checked' })
  await db.insert(records).values(
    texts.map(([title, text], index) => ({
      commitment: hashText(title),
      contributionId: hashText('contribution'),
      datanetId,
      contributor,
      index,
      content: { kind: 'document', title, text, url: 'https://example.org/' },
      kind: 'document',
      verdict: 'accept' as const,
      unit: index === 2 ? hashText('Vellmar') : hashText(title),
    })),
  )
  await db.insert(versions).values({
    root: versionRoot,
    datanetId,
    number: 1,
    count: texts.length,
    dataHash: ZERO_HEX32,
    previousRoot: ZERO_HEX32,
    blockNumber: 1n,
  })
  await db
    .insert(versionRecords)
    .values(commitments.map((commitment, position) => ({ root: versionRoot, commitment, position })))
  await db.insert(models).values({
    modelId,
    developer: addressOf('developer'),
    owner: addressOf('developer'),
    name: 'reader',
    baseHash: ZERO_HEX32,
    ...UNTRAINED,
    retrievalVersions: [versionRoot],
    split: DEFAULT_SPLIT,
    blockNumber: 1n,
    logIndex: 0,
  })
  await db
    .insert(apiKeys)
    .values({ id: apiKeyId, keyHash: hashText('key'), account: addressOf('payer'), channelId, name: 'test' })
}, 120_000)
afterAll(async () => {
  await engine?.close()
  await database?.close()
  if (deps) await rm(deps.modelsDir, { recursive: true, force: true })
})

let sequence = 0n

/** Leaves a call that was answered from documents, as the gateway would. */
async function leaveCall(shown: readonly Hex32[], said = answer): Promise<Hex32> {
  sequence += 1n
  const callId = hashText(`call ${sequence}`)
  const messages = [{ role: 'user' as const, content: question }]
  const documents = shown.map((commitment, place) => {
    const [title, text] = texts[commitments.indexOf(commitment)] ?? texts[0]
    return { number: place + 1, title, text, url: 'https://example.org/' }
  })
  const prompt = [...renderContext(messages, documents)]
  const retrieved = shown.map((commitment, place) => {
    const { title, url } = documents[place] ?? { title: '', url: '' }
    return { commitment, versionRoot, similarity: 0.5, title, url }
  })
  await database.db.insert(calls).values({
    callId,
    apiKeyId,
    channelId,
    modelId,
    status: 'settled',
    reservedAmount: 1n,
    request: { messages, prompt, params: { maxTokens: 24, temperature: 0, topP: 1, seed: null, stop: [] } },
    answer: said,
    salt: ZERO_HEX32,
    retrieved,
    priceVersion: 1,
    inputTokens: 1,
    startedAt: new Date(),
  })
  const money = { fee: 1n, cumulativeAfter: sequence }
  const receipt = z.encode(receiptSchema, {
    ...{ callId, channelId, sequence, ...money, cumulativeBefore: sequence - 1n },
    components: [{ modelId, scalePpm: 1_000_000, priceVersion: 1 }],
    retrievedVersions: [versionRoot],
    ...{ requestHash: ZERO_HEX32, responseHash: ZERO_HEX32, inputTokens: 1, outputTokens: 1, time: 1n },
  })
  const signatures = { signature: '0x', voucherSignature: '0x' } as const
  await database.db.insert(receipts).values({ callId, channelId, sequence, receipt, ...signatures, ...money })
  return callId
}

async function attribute(callId: Hex32, using: Partial<AttributionDeps> = {}) {
  expect(await attributeCalls({ ...deps, ...using }, { signal: never })).toBe(1)
  const [row] = await database.db.select().from(attributions).where(eq(attributions.callId, callId))
  return { ...row, entries: attributionEntriesSchema.parse(row?.entries) }
}

test('pays the record that the answer came from, not the one beside it; the same integers come out again', async () => {
  const callId = await leaveCall([tides, master])
  const { method, entries, evidence } = await attribute(callId)
  expect(method).toBe('citation')
  expect(entries).toMatchObject([{ commitment: master, weight: 10n ** 18n, sharePpm: 0 }])
  expect(evidence).toMatchObject({ citations: { contexts: { length: 4 } } })
  const { sentences } = z.object({ citations: z.object({ sentences: sentencesSchema }) }).parse(evidence).citations
  expect(sentences).toEqual([
    { start: 0, end: Buffer.byteLength(answer), citations: [{ commitment: master, score: expect.any(BigInt) }] },
  ])
  // One sentence: all of the citation's effect, but for rounding.
  expect(Number(sentences[0]?.citations[0]?.score)).toBeCloseTo(Number(entries[0]?.score), -1)
  expect(await recheckCall(deps, callId, never)).toEqual({ callId, method: 'citation', entries: 1, difference: null })

  const lie = z.encode(
    attributionEntriesSchema,
    entries.map((entry) => ({ ...entry, score: 99_000_000n })),
  )
  await database.db.update(attributions).set({ entries: lie }).where(eq(attributions.callId, callId))
  const { difference } = await recheckCall(deps, callId, never)
  expect(difference).toEqual({ entry: 0, field: 'score', stored: '99000000', found: String(entries[0]?.score) })
}, 120_000)

/** The pieces of an answer that records have word for word, in words. */
function wordsOf(evidence: unknown, said: string) {
  const slice = (text: string, { start, end }: { start: number; end: number }) =>
    Buffer.from(text).subarray(start, end).toString()
  const { spans } = z.object({ spans: spansSchema }).parse(evidence)
  return spans.map((span) => ({
    said: slice(said, span),
    found: span.records.map(({ commitment, part, ...bytes }) => [
      commitment,
      part,
      slice(texts[commitments.indexOf(commitment)]?.[1] ?? '', bytes),
    ]),
  }))
}

test('shows what of the answer records have word for word, whether or not they were retrieved or are paid', async () => {
  const said = 'Yes – “chosen by the bay’s pilots” – and the harbour master of Vellmar is Odalys Tenbrook.'
  const { evidence } = await attribute(await leaveCall([tides], said))
  // Tokens begin with their space, and a quotation mark before a word makes other tokens of it.
  expect(wordsOf(evidence, said)).toEqual([
    { said: ' by the bay’s pilots', found: [[copy, 'text', ' by the bay’s pilots']] },
    { said: ' the harbour master of Vellmar', found: [[copy, 'text', ' the harbour master of Vellmar']] },
    {
      said: ' harbour master of Vellmar is Odalys Tenbrook',
      found: [[master, 'text', ' harbour master of Vellmar is Odalys Tenbrook']],
    },
  ])
  // The index is a file by now. One that was damaged is made anew.
  const folder = join(deps.modelsDir, 'spans')
  const [name = ''] = await readdir(folder)
  await appendFile(join(folder, name, '0.suffixes'), 'x')
  const elsewhere = await mkdtemp(join(tmpdir(), 'openledger-citations-'))
  try {
    await cp(deps.modelsDir, elsewhere, { recursive: true })
    const again = await attribute(await leaveCall([tides], said), { modelsDir: elsewhere })
    expect(wordsOf(again.evidence, said)).toEqual(wordsOf(evidence, said))
  } finally {
    await rm(elsewhere, { recursive: true, force: true })
  }
}, 120_000)

test('an engine that cannot tell tokens from bytes: no pieces, and everybody is paid all the same', async () => {
  const elsewhere = await mkdtemp(join(tmpdir(), 'openledger-citations-'))
  const refused = new OpenLedgerError(engineErrors.ENGINE_TOKENS_NOT_BYTES, 'not bytes')
  const broken = { ...engineOf(engine), tokenize: async () => Promise.reject(refused) }
  const callId = await leaveCall([tides, master])
  const { method, evidence } = await attribute(callId, { engine: broken, modelsDir: elsewhere })
  expect(method).toBe('citation')
  expect(evidence).toMatchObject({ spans: { unusable: 'ENGINE_TOKENS_NOT_BYTES: not bytes' } })
  await rm(elsewhere, { recursive: true, force: true })
}, 120_000)

test('an index that takes its time holds up nobody: the call goes on without pieces', async () => {
  const elsewhere = await mkdtemp(join(tmpdir(), 'openledger-citations-'))
  const asked: string[] = []
  const slow = {
    ...engineOf(engine),
    tokenize: async ({ text }: { text: string }) => {
      asked.push(text)
      return new Promise<never>(() => {})
    },
  }
  const call = {
    callId: hashText('slow'),
    answer: 'Odalys',
    retrieved: [],
    models: [{ trainingVersions: [versionRoot] }],
  }
  expect(await spansOfCall({ ...deps, engine: slow, modelsDir: elsewhere }, call, 50)).toEqual({
    unusable: 'SPANS_INDEX_NOT_READY: The index of the records is still being made.',
  })
  expect(asked).toHaveLength(1)
  await rm(elsewhere, { recursive: true, force: true })
}, 120_000)

test('a copy earns nothing beside its original, and takes nothing from it', async () => {
  const alone = await attribute(await leaveCall([master, tides]))
  const beside = await attribute(await leaveCall([master, copy]))
  expect(beside.entries.map(({ commitment }) => commitment)).toEqual([master])
  expect(alone.entries.map(({ commitment }) => commitment)).toEqual([master])
  expect(Number(beside.entries[0]?.score)).toBeGreaterThan(0.7 * Number(alone.entries[0]?.score))
}, 120_000)

test.each([
  ['an empty answer', { said: '' }, {}, 'ATTRIBUTION_ANSWER_EMPTY'],
  ['an answer past the context', { said: 'word '.repeat(1_000) }, {}, 'ENGINE_CONTEXT_OVERFLOW'],
  [
    'a log-probability that is none',
    {},
    { score: async () => ({ sum: Number.NaN, logprobs: [], tokens: [], likeliest: [], inputTokens: 1 }) },
    'ATTRIBUTION_SCORE_INVALID',
  ],
])('%s: the call pays flat and says why', async (_what, { said = answer }: { said?: string }, broken, code) => {
  const callId = await leaveCall([tides, master], said)
  const { method, entries, evidence } = await attribute(callId, { engine: { ...engineOf(engine), ...broken } })
  expect(method).toBe('flat')
  expect(entries).toMatchObject([{ commitment: datanetId, weight: 10n ** 18n }])
  expect(evidence).toMatchObject({ citations: { unusable: expect.stringContaining(code) } })
})

test('an index of words goes with the record that was withdrawn, and comes back without its words', async () => {
  const db = database.db
  const root = hashText('version of the withdrawal')
  const withdrawn = hashText('a withdrawn record')
  const modelsDir = await mkdtemp(join(tmpdir(), 'openledger-erase-'))
  const [row] = await db.select().from(records).where(eq(records.commitment, master))
  if (row === undefined) throw new Error('no record')
  await db.insert(records).values({ ...row, commitment: withdrawn, index: 99, recordId: withdrawn })
  await db.insert(versionRecords).values([
    { root, commitment: master, position: 0 },
    { root, commitment: withdrawn, position: 1 },
  ])
  try {
    const before = tokensOf(await versionSpans({ ...deps, modelsDir }, root))
    expect(await eraseSpans({ ...deps, modelsDir })).toBe(0)
    await db.update(records).set({ content: null, erasedAt: new Date() }).where(eq(records.commitment, withdrawn))
    expect(await eraseSpans({ ...deps, modelsDir })).toBe(1)
    expect(await readdir(join(modelsDir, 'spans'))).toEqual([])
    expect(tokensOf(await versionSpans({ ...deps, modelsDir }, root))).toBe(before / 2)
    expect(await eraseSpans({ ...deps, modelsDir })).toBe(0)
  } finally {
    await db.delete(versionRecords).where(eq(versionRecords.root, root))
    await db.delete(records).where(eq(records.commitment, withdrawn))
    await rm(modelsDir, { recursive: true, force: true })
  }
}, 60_000)

test('a retrieved record whose content is gone: the call pays flat and says so', async () => {
  const callId = await leaveCall([tides, master])
  await database.db.update(records).set({ content: null }).where(eq(records.commitment, tides))
  const { method, evidence } = await attribute(callId)
  expect(method).toBe('flat')
  expect(evidence).toMatchObject({ citations: { unusable: expect.stringContaining('ATTRIBUTION_DOCUMENT_MISSING') } })
})

test('a call without an attribution cannot be rechecked', async () => {
  await expect(recheckCall(deps, await leaveCall([master]), never)).rejects.toMatchObject({
    code: 'RECHECK_NOT_ATTRIBUTED',
  })
})

/** An engine whose methods can be replaced one by one. */
function engineOf(real: Engine): Engine {
  return {
    generate: (request) => real.generate(request),
    score: (request) => real.score(request),
    embed: (request) => real.embed(request),
    countTokens: (request) => real.countTokens(request),
    tokenize: (request) => real.tokenize(request),
    capabilities: () => real.capabilities(),
    health: () => real.health(),
    close: () => real.close(),
  }
}
