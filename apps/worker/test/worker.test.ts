import { randomUUID } from 'node:crypto'
import { cp, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ensureAllowance } from '@openledger/chain/actions/ensureAllowance.ts'
import { grantAccess } from '@openledger/chain/actions/grantAccess.ts'
import { moveTime } from '@openledger/chain/actions/moveTime.ts'
import { createUserWallet } from '@openledger/chain/actions/userWallet.ts'
import { demandCall } from '@openledger/chain/calls/challengesCalls.ts'
import { DEMANDED_TREES } from '@openledger/chain/challenger/encodeChunk.ts'
import { createAdapterResultSchema } from '@openledger/core/api/adapters.ts'
import { evaluationReportSchema, evaluationResultSchema } from '@openledger/core/api/evaluations.ts'
import { jobErrorSchema } from '@openledger/core/api/jobs.ts'
import { recheckResultSchema } from '@openledger/core/api/recheck.ts'
import { trainingResultSchema } from '@openledger/core/api/training.ts'
import { epochSchema } from '@openledger/core/epoch/epoch.ts'
import { METHOD } from '@openledger/core/leaves/attributionLeaf.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import { drawRecords } from '@openledger/core/training/drawRecords.ts'
import { verifyEpoch } from '@openledger/core/verify/verifyEpoch.ts'
import { attributionEntriesSchema } from '@openledger/db/json/attributionEntries.ts'
import { evaluationPlace, evaluationTextsSchema } from '@openledger/db/json/evaluationTexts.ts'
import { adapters } from '@openledger/db/schema/adapters.ts'
import { attributions } from '@openledger/db/schema/attributions.ts'
import { callCredits } from '@openledger/db/schema/callCredits.ts'
import { epochCredits } from '@openledger/db/schema/epochCredits.ts'
import { epochPayouts } from '@openledger/db/schema/epochPayouts.ts'
import { epochs } from '@openledger/db/schema/epochs.ts'
import { evaluationAnswers } from '@openledger/db/schema/evaluationAnswers.ts'
import { evaluations } from '@openledger/db/schema/evaluations.ts'
import { jobEvents } from '@openledger/db/schema/jobEvents.ts'
import { trainingJobs } from '@openledger/db/schema/trainingJobs.ts'
import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { attributeCalls } from '../src/attribution/attributeCalls.ts'
import { relayClaim } from '../src/claim/relayClaim.ts'
import { createWorker } from '../src/createWorker.ts'
import { creditCalls } from '../src/epoch/creditCalls.ts'
import { finalizeEpochs } from '../src/epoch/finalizeEpochs.ts'
import { runEpoch } from '../src/epoch/runEpoch.ts'
import { job as adapterJob } from '../src/jobs/adapter.ts'
import { job as evaluateJob } from '../src/jobs/evaluate.ts'
import { job as recheckJob } from '../src/jobs/recheck.ts'
import { job as trainJob } from '../src/jobs/train.ts'
import { gatherRecords } from '../src/training/gatherRecords.ts'
import { workFolderOf } from '../src/training/workFolder.ts'
import type { WorkerDeps } from '../src/workerDeps.ts'
import { accounts, addressOf } from './accounts.ts'
import { createFixtureDatanet } from './fixtureDatanet.ts'
import { registerFixtureModel, trainFixture } from './fixtureModel.ts'
import { type EnsemblePart, openTestChannel, payCall, type TestChannel } from './payCall.ts'
import { type Stack, startStack, window_s } from './stack.ts'

let stack: Stack
let channel: TestChannel
let modelId: `0x${string}`
let trained: Awaited<ReturnType<typeof trainFixture>>
let facts: Awaited<ReturnType<typeof createFixtureDatanet>>
const never = new AbortController().signal

beforeAll(async () => {
  stack = await startStack()
  facts = await createFixtureDatanet(stack)
  trained = await trainFixture(stack, facts.version)
  modelId = await registerFixtureModel(stack, trained.result)
  channel = await openTestChannel(stack)
}, 900_000)
afterAll(async () => stack?.stop())

async function verify(number: bigint) {
  return verifyEpoch({ chain: stack.deps.chainReader, store: stack.dataStore, operator: stack.deps.operator, number })
}

const contextOf = (jobId: string, deps = stack.deps) => ({ jobId, attempt: 0, lastAttempt: true, signal: never, deps })

test('the same training again takes the adapter that is there, and says so', async () => {
  const again = await trainFixture(stack, facts.version)
  expect(again.result).toEqual({ ...trained.result, reused: true })
  expect(again.result.baseHash).toBe(stack.deps.baseModel.sha256)
  const events = await stack.deps.db.select().from(jobEvents).where(eq(jobEvents.jobId, trained.jobId))
  expect(events.map((event) => event.sequence).sort((a, b) => a - b)).toEqual(events.map((_, place) => place + 1))
})

test('a training that cannot be: coded error in row and events, nothing registered', async () => {
  const { db } = stack.deps
  const before = await db.select().from(adapters)
  const unknown = `0x${'9'.repeat(64)}` as const
  await expect(trainFixture(stack, unknown)).rejects.toMatchObject({ code: 'TRAIN_VERSION_UNKNOWN' })
  const foreign = { commitments: [unknown] }
  await expect(trainFixture(stack, facts.version, foreign)).rejects.toMatchObject({ code: 'TRAIN_RECORD_MISSING' })
  const frugal = { config: { maxTokens: 100 } }
  await expect(trainFixture(stack, facts.version, frugal)).rejects.toMatchObject({ code: 'TRAIN_TOO_MANY_TOKENS' })
  const crashing = { ...stack, deps: { ...stack.deps, trainer: { ...stack.deps.trainer, python: '/bin/false' } } }
  await expect(trainFixture(crashing, facts.version, { retrain: true })).rejects.toMatchObject({
    code: 'TRAINER_CRASHED',
  })
  const failed = await db.select().from(trainingJobs).where(eq(trainingJobs.status, 'failed'))
  const codes = failed.map((row) => jobErrorSchema.parse(row.error).code).sort()
  expect(codes).toEqual(['TRAINER_CRASHED', 'TRAIN_RECORD_MISSING', 'TRAIN_TOO_MANY_TOKENS', 'TRAIN_VERSION_UNKNOWN'])
  for (const { jobId } of failed) {
    const events = await db.select().from(jobEvents).where(eq(jobEvents.jobId, jobId))
    expect(events.at(-1)?.event).toMatchObject({
      type: 'failed',
      error: { code: expect.any(String), hint: expect.any(String) },
    })
  }
  expect(await db.select().from(adapters)).toEqual(before)
})

test('what is chosen of a version is gathered: so many records, drawn by the seed, the same ones each time', async () => {
  const all = (await gatherRecords(stack.deps, [facts.version])).map(({ commitment }) => commitment)
  const gather = async (limit: number, seed?: number) => {
    const selection = [{ version: facts.version, limit }]
    return (await gatherRecords(stack.deps, [facts.version], { selection, seed })).map(({ commitment }) => commitment)
  }
  expect(await gather(3, 5)).toEqual(drawRecords(all, 3, 5))
  expect(await gather(3)).toEqual(drawRecords(all, 3, 1))
  expect(await gather(all.length + 1)).toEqual(all)
  const selection = [{ version: facts.version, query: 'a-word-that-no-record-has' }]
  await expect(gatherRecords(stack.deps, [facts.version], { selection })).rejects.toMatchObject({
    code: 'TRAIN_NO_RECORDS',
  })
})

/** Runs an evaluation as the queue would, and reads what was kept. */
async function evaluate(request: object) {
  const { db, contents } = stack.deps
  const jobId = randomUUID()
  await db
    .insert(trainingJobs)
    .values({ jobId, kind: 'evaluate', developer: addressOf('developer'), name: 'coder', request })
  const result = evaluationResultSchema.parse(await evaluateJob.run({ jobId }, contextOf(jobId)))
  const [kept] = await db.select().from(evaluations).where(eq(evaluations.jobId, jobId))
  const rows = await db.select().from(evaluationAnswers).where(eq(evaluationAnswers.jobId, jobId))
  const answers = rows
    .sort((a, b) => a.place - b.place)
    .map((row) => ({
      ...row,
      texts: evaluationTextsSchema.parse(contents.open(evaluationPlace(jobId, row.place), row.texts)),
    }))
  const events = await db.select().from(jobEvents).where(eq(jobEvents.jobId, jobId))
  return { result, report: evaluationReportSchema.parse(kept?.report), answers, events }
}

test('an evaluation measures base and adapter, finds copies of training records, and keeps texts for its developer alone', async () => {
  const own = facts.records
    .slice(0, 3)
    .map(({ content: { prompts, answer } }) => ({ prompts: prompts.slice(0, 1), answer, group: 'trained' }))
  const foreign = { prompts: ['Who keeps the lamp of the north tower?'], answer: 'Ines does.', group: 'foreign' }
  const request = { modelJobId: trained.jobId, questions: [...own, foreign], judge: 'base', seed: 3 }
  const { result, report, answers, events } = await evaluate(request)
  expect(result.groups).toMatchObject([
    { group: 'trained', asked: 3, baseRight: 0 },
    { group: 'foreign', asked: 1, adapterRight: 0 },
  ])
  expect(result.groups[0]?.adapterRight).toBeGreaterThan(0)
  expect([report.all.questions, report.copies.questions, report.clean.questions]).toEqual([4, 3, 1])
  const [trainedGroup] = report.groups
  const { base, adapter } = trainedGroup?.figures ?? report.all
  expect(adapter.loss.mean).toBeLessThan(base.loss.mean / 4)
  expect(adapter.exact.low).toBeGreaterThan(0)
  expect(answers.map(({ copyOf }) => copyOf)).toEqual([...facts.records.slice(0, 3).map((one) => one.commitment), null])
  expect(answers[0]?.texts).toMatchObject({ expected: own[0]?.answer, asked: [{ prompt: own[0]?.prompts[0] }] })
  // The judge decides the same each time, and what its orders disagree on is counted apart.
  const { judged } = report
  expect((judged?.adapter ?? 0) + (judged?.base ?? 0) + (judged?.tie ?? 0) + (judged?.disagreed ?? 0)).toBe(
    judged?.pairs,
  )
  expect(judged?.pairs).toBe(answers.filter(({ differs }) => differs).length)
  // Neither the job's result nor its events, which others read, nor the table has a text.
  const told = JSON.stringify([result, events, await stack.deps.db.select().from(evaluationAnswers)])
  for (const { texts } of answers) expect(told).not.toContain(texts.asked[0]?.prompt)
}, 240_000)

test('records of a version are asked in their first wording, drawn by the seed; what was kept out needs something kept out', async () => {
  const { report, answers } = await evaluate({ modelJobId: trained.jobId, version: facts.version, limit: 2, seed: 5 })
  expect(report.all).toMatchObject({ questions: 2, asked: 2 })
  expect(report.groups.map(({ group }) => group)).toEqual(['medical-coding'])
  for (const { commitment, texts } of answers) {
    const record = facts.records.find((one) => one.commitment === commitment)
    expect(texts.asked.map(({ prompt }) => prompt)).toEqual(record?.content.prompts.slice(0, 1))
  }
  const heldOut = evaluate({ modelJobId: trained.jobId, heldOut: true })
  await expect(heldOut).rejects.toMatchObject({ code: 'EVALUATE_NOTHING' })
  const few = facts.records.slice(0, 6).map(({ commitment }) => commitment)
  const partly = await trainFixture(stack, facts.version, { commitments: few, config: { rank: 4, epochs: 1 } })
  const kept = await evaluate({ modelJobId: partly.jobId, heldOut: true })
  const rest = facts.records.slice(6).map(({ commitment }) => commitment)
  expect(kept.answers.map(({ commitment }) => commitment)).toEqual(rest)
  const judge = evaluate({ modelJobId: trained.jobId, heldOut: true, judge: randomUUID() })
  await expect(judge).rejects.toMatchObject({ code: 'EVALUATE_JUDGE_UNKNOWN' })
}, 600_000)

test('a model’s adapter taken into the store is served by the very file that it was trained to', async () => {
  const { db, adapterStore } = stack.deps
  const deps = { ...stack.deps, modelsDir: stack.folder, adapterStore: { ...adapterStore, isolation: 'none' as const } }
  const add = async (source: string, from: WorkerDeps) => {
    const jobId = randomUUID()
    const request = { source, licence: 'CC0-1.0' }
    await db
      .insert(trainingJobs)
      .values({ jobId, kind: 'adapter', developer: addressOf('operator'), name: 'adapter', request })
    await adapterJob.run({ jobId }, contextOf(jobId, from)).catch(() => undefined) // its row says why
    const [row] = await db.select().from(trainingJobs).where(eq(trainingJobs.jobId, jobId))
    return row
  }
  // The trained adapter lies in the stack's own models folder; a job that works elsewhere does not find it.
  const elsewhere = await add(`registry:${modelId}`, deps)
  expect(elsewhere).toMatchObject({ status: 'failed', error: { code: 'ADAPTER_SOURCE_NOT_FOUND' } })
  const unknown = await add(`registry:0x${'9'.repeat(64)}`, deps)
  expect(unknown).toMatchObject({ status: 'failed', error: { code: 'ADAPTER_SOURCE_NOT_FOUND' } })
  const [{ dir = '' } = {}] = await db
    .select()
    .from(adapters)
    .where(eq(adapters.adapterHash, trained.result.adapterHash))
  await cp(join(stack.deps.modelsDir, dir), join(stack.folder, dir), { recursive: true })
  const row = await add(`registry:${modelId}`, deps)
  const { adapter, found } = createAdapterResultSchema.parse(row?.result)
  expect(found).toBe(false)
  expect(adapter.source).toBe(`registry:${modelId}`)
  expect(`0x${adapter.files['adapter.gguf']?.sha256}`).toBe(trained.result.adapterHash)
  expect(adapter.weightsAsFetched).toBe(adapter.files['adapter_model.safetensors']?.sha256)
}, 120_000)

test('calls → close → attribute → collect → post → window → final → claim; an outsider verifies it', async () => {
  const calls = []
  for (const record of facts.records.slice(0, 4)) {
    calls.push({ record, ...(await payCall(stack, channel, modelId, record.content.prompts[0] ?? '')) })
  }
  // The same adapter in two halves: an ensemble.
  const halves = [modelId, await registerFixtureModel(stack, trained.result, 'coder again')].map((id) => ({
    modelId: id,
    scalePpm: 500_000,
  })) as [EnsemblePart, EnsemblePart]
  for (const record of facts.records.slice(0, 2))
    calls.push({ record, ...(await payCall(stack, channel, halves, record.content.prompts[0] ?? '')) })
  const statuses: string[] = []
  // What is pending before the epoch is what the epoch will credit, to the wei: attributed, and not yet built.
  const creditsOf = (
    rows: readonly { account: string; callId: string; role: number; commitment: string; amount: bigint }[],
  ) => rows.map((row) => [row.account, row.callId, row.role, row.commitment, row.amount].join(' ')).toSorted()
  expect(await creditCalls(stack.deps)).toBe(0)
  let pending: string[] = []
  const onStatus = async (status: string) => {
    statuses.push(status)
    if (status !== 'building') return
    expect(await creditCalls(stack.deps)).toBe(calls.length)
    expect(await creditCalls(stack.deps)).toBe(0)
    pending = creditsOf(await stack.deps.db.select().from(callCredits))
  }
  const row = await runEpoch(stack.deps, 1n, { signal: never, onStatus })
  const credited = await stack.deps.db.select().from(epochCredits).where(eq(epochCredits.epoch, 1n))
  expect(credited.length).toBeGreaterThan(calls.length)
  expect(pending).toEqual(creditsOf(credited))
  expect(statuses).toEqual(['attributing', 'collecting', 'building', 'publishing', 'publishing', 'posted'])
  expect(row.status).toBe('posted')

  for (const { record, callId, answer } of calls) {
    if (answer.trim() !== record.content.answer) continue
    const [stored] = await stack.deps.db.select().from(attributions).where(eq(attributions.callId, callId))
    const entries = attributionEntriesSchema.parse(stored?.entries)
    expect(entries.reduce((sum, entry) => sum + entry.weight, 0n)).toBe(10n ** 18n)
    const top = entries.reduce((best, entry) => (entry.weight > best.weight ? entry : best))
    expect(top).toMatchObject({ method: METHOD.influence, commitment: record.commitment })
  }

  for (const again of [calls[0], calls.at(-1)]) {
    const recheck = { jobId: randomUUID(), kind: 'recheck' as const, developer: addressOf('operator') }
    await stack.deps.db.insert(trainingJobs).values({ ...recheck, name: 'recheck', request: { callId: again?.callId } })
    const same = recheckResultSchema.parse(await recheckJob.run({ jobId: recheck.jobId }, contextOf(recheck.jobId)))
    expect(same).toMatchObject({ callId: again?.callId, method: 'influence', difference: null })
  }

  const posted = await verify(1n)
  expect(posted.firstDifference).toBeUndefined()
  expect(posted.ok).toBe(true)
  expect(posted.totals?.fees).toBe(calls.reduce((sum, call) => sum + call.fee, 0n))

  expect(await finalizeEpochs(stack.deps.db, stack.deps.chain)).toEqual([])
  await moveTime({ rpcUrl: stack.anvil.rpcUrl, time: Number((await stack.deps.chain.now()) + BigInt(window_s)) + 1 })
  expect(await finalizeEpochs(stack.deps.db, stack.deps.chain)).toEqual([1n])
  await creditCalls(stack.deps)
  expect(await stack.deps.db.$count(callCredits)).toBe(0)
  expect((await relayClaim(stack.deps, addressOf('payer'))).status).toBe('nothing')
  const payouts = await stack.deps.db.select().from(epochPayouts).where(eq(epochPayouts.epoch, 1n))
  for (const { account, cumulative } of payouts) {
    expect(await relayClaim(stack.deps, account)).toMatchObject({ status: 'claimed', amount: String(cumulative) })
    expect((await relayClaim(stack.deps, account)).status).toBe('already')
    expect(await stack.deps.chain.claimedOf(account)).toBe(cumulative)
  }
}, 120_000)

test('a kill before or after any write of an epoch, then a restart, gives one epoch, nothing twice', async () => {
  const fees = []
  for (const record of facts.records.slice(4, 6))
    fees.push((await payCall(stack, channel, modelId, record.content.prompts[1] ?? '')).fee)
  const points = [
    'before close',
    'after close',
    'attributed',
    'after attributing',
    'collected',
    'after collecting',
    'derived',
    'after building',
    'published',
    'stored',
    'on chain',
    'after publishing',
  ]
  const died: string[] = []
  for (const point of points) {
    const deps = {
      ...stack.deps,
      reached: (at: string) => {
        if (at !== point) return
        died.push(at)
        throw new Error(`killed at ${at}`)
      },
    }
    await expect(runEpoch(deps, 2n, { signal: never })).rejects.toThrow(`killed at ${point}`)
  }
  expect(died).toEqual(points)
  const row = await runEpoch(stack.deps, 2n, { signal: never })
  expect(row.status).toBe('posted')
  expect((await stack.deps.chain.books()).epochCount).toBe(2n)
  const verified = await verify(2n)
  expect(verified.firstDifference).toBeUndefined()
  expect(verified.totals?.fees).toBe(fees.reduce((sum, fee) => sum + fee, 0n))
  const credits = await stack.deps.db.select().from(epochCredits).where(eq(epochCredits.epoch, 2n))
  const paid = credits.reduce((sum, credit) => sum + credit.amount, 0n)
  expect(paid).toBe(verified.totals?.credited)
  await expect(runEpoch(stack.deps, 3n, { signal: never })).rejects.toMatchObject({ code: 'EPOCH_EMPTY' })
  expect(await stack.deps.db.select().from(epochs).where(eq(epochs.number, 3n))).toEqual([])
}, 180_000)

test('an unusable index: the call pays the Datanet’s pool and says why', async () => {
  const { callId } = await payCall(stack, channel, modelId, facts.records[6]?.content.prompts[0] ?? '')
  const elsewhere = { ...stack.deps, modelsDir: join(stack.folder, 'no-models') }
  expect(await attributeCalls(elsewhere, { signal: never })).toBe(1)
  const [stored] = await stack.deps.db.select().from(attributions).where(eq(attributions.callId, callId))
  expect(stored).toMatchObject({
    method: 'flat',
    evidence: { influence: { unusable: expect.stringContaining('TRAINER_FILE_MISSING') } },
  })
  expect(attributionEntriesSchema.parse(stored?.entries)).toMatchObject([
    { commitment: facts.datanetId, weight: 10n ** 18n },
  ])
}, 60_000)

test('a worker takes up an accepted epoch at its start, posts it, answers what is demanded of it and makes it final when its window has passed', async () => {
  const { db } = stack.deps
  const jobId = randomUUID()
  await db
    .insert(trainingJobs)
    .values({ jobId, kind: 'epoch', developer: addressOf('operator'), name: 'epoch 3', request: { epoch: 3 } })
  const worker = await createWorker(stack.deps, stack.database.queue, {
    finalizeEvery_ms: 200,
    attributeEvery_ms: 200,
  })
  await worker.start()
  const until = async (number: bigint, status: string) => {
    for (let tries = 0; tries < 300; tries++) {
      const [row] = await db.select().from(epochs).where(eq(epochs.number, number))
      if (row?.status === status) return row
      await sleep(100)
    }
    throw new Error(`epoch ${number} did not become ${status}`)
  }
  await until(3n, 'posted')
  const verified = await verify(3n)
  expect(verified.firstDifference).toBeUndefined()

  const { chain } = stack
  const stranger = createUserWallet({ chain, account: accounts.payer })
  await ensureAllowance(stranger, chain.addresses.challenges, 10n ** 20n)
  const posted = epochSchema.parse((await until(3n, 'posted')).epoch)
  const post = await chain.settlement.read.postOf([addressOf('operator'), 3n])
  for (const tree of DEMANDED_TREES.keys()) {
    await stranger.send(demandCall(chain.addresses, posted, tree, 0), 'Demanding data')
  }
  for (const tree of DEMANDED_TREES.keys()) {
    const answered = async () => (await chain.challenges.read.demandOf([addressOf('operator'), post, tree, 0])).answered
    for (let tries = 0; tries < 300 && !(await answered()); tries++) await sleep(100)
    expect(await answered(), DEMANDED_TREES[tree]).toBe(true)
  }
  await moveTime({ rpcUrl: stack.anvil.rpcUrl, time: Number((await stack.deps.chain.now()) + BigInt(window_s)) + 1 })
  await until(2n, 'final')
  await until(3n, 'final')
  const [job] = await db.select().from(trainingJobs).where(eq(trainingJobs.jobId, jobId))
  expect(job).toMatchObject({ status: 'succeeded', result: { epoch: 3 } })
  await worker.stop()
}, 120_000)

test('a grant that ends in mid-training ends it; with a new grant it goes on where it was', async () => {
  const { db, modelsDir } = stack.deps
  const owner = createUserWallet({ chain: stack.chain, account: accounts.owner })
  const grant = (expiry: bigint) =>
    grantAccess(owner, {
      datanetId: facts.datanetId,
      developer: addressOf('developer'),
      termsHash: hashText('CC0'),
      expiry,
      minDataShareBps: 1_000,
      minOutputPrice: 0n,
    })
  const before = await db.select().from(adapters)
  const jobId = randomUUID()
  const request = {
    name: 'coder',
    versions: [facts.version],
    commitments: facts.records.slice(0, 2).map(({ commitment }) => commitment),
    config: { rank: 1, targetModules: ['v_proj'], epochs: 12, batchSize: 1 },
    retrain: true,
  }
  await db
    .insert(trainingJobs)
    .values({ jobId, kind: 'train', developer: addressOf('developer'), name: 'coder', request })
  const eventsOf = async () =>
    (await db.select().from(jobEvents).where(eq(jobEvents.jobId, jobId)).orderBy(asc(jobEvents.sequence))).map(
      ({ event }) => event as { type: string; step?: number },
    )
  const training = trainJob.run({ jobId }, contextOf(jobId))
  const ended = expect(training).rejects.toMatchObject({ code: 'TRAIN_GRANT_ENDED', status: 403 })
  const begun = async () => (await eventsOf()).some(({ type }) => type === 'progress')
  while (!(await begun())) await sleep(20)
  const expiry = (await stack.deps.chain.nextTime()) + 30n
  await grant(expiry)
  await moveTime({ rpcUrl: stack.anvil.rpcUrl, time: Number(expiry) + 1 })
  await ended
  expect(await db.select().from(adapters)).toEqual(before)
  const kept = await readdir(workFolderOf(modelsDir, jobId))
  expect(kept).toContain('state.safetensors')
  expect(kept).not.toContain('records.jsonl')

  await expect(trainJob.run({ jobId }, contextOf(jobId))).resolves.toBeUndefined() // it has ended
  await db.update(trainingJobs).set({ status: 'queued' }).where(eq(trainingJobs.jobId, jobId))
  await expect(trainJob.run({ jobId }, contextOf(jobId))).rejects.toMatchObject({ code: 'TRAIN_GRANT_ENDED' })
  await grant(4_000_000_000n)
  await db.update(trainingJobs).set({ status: 'queued' }).where(eq(trainingJobs.jobId, jobId))
  const result = trainingResultSchema.parse(await trainJob.run({ jobId }, contextOf(jobId)))
  const resumed = (await eventsOf()).find(({ type }) => type === 'resumed')
  expect([20, 24]).toContain(resumed?.step)
  expect(result.evaluation).toMatchObject({ steps: 24, records: 2, heldOut: 0 })
  expect(await readdir(join(modelsDir, 'adapters'))).not.toContain(`${jobId}.partial`)
}, 180_000)
