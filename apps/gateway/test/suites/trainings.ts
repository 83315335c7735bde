import { randomUUID } from 'node:crypto'
import { grantAccess } from '@openledger/chain/actions/grantAccess.ts'
import { listBases } from '@openledger/core/api/bases.ts'
import { trainingEstimateSchema } from '@openledger/core/api/estimates.ts'
import { trainingCurvesSchema, trainingJobListSchema, trainingJobSchema } from '@openledger/core/api/training.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { drawRecords } from '@openledger/core/training/drawRecords.ts'
import { appendJobEvent } from '@openledger/db/jobs/appendJobEvent.ts'
import { jobEvents } from '@openledger/db/schema/jobEvents.ts'
import { trainingJobs } from '@openledger/db/schema/trainingJobs.ts'
import { asc, eq } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { bringRecords, makeDatanet, makePerson, type Person, publishNext } from '../datanetWorld.ts'
import { failure, request, signed, signedRequest } from '../requests.ts'
import { BASE_MODEL, type Stack } from '../stack.ts'

const zero = `0x${'0'.repeat(64)}` as const
const terms32 = `0x${'3'.repeat(64)}` as const
const contents = [
  ['Which bird builds a mud nest under roofs?', 'The house martin builds it.'],
  ['Which bird sings at night in May?', 'The nightingale sings then.'],
  ['Which bird walks head down on trunks?', 'The nuthatch walks so.'],
  ['Which bird dives in cold streams?', 'The dipper dives there.'],
].map(([prompt, answer]) => ({ kind: 'qa', prompts: [prompt], answer }))

/** Trainings as their developers and others see them; what becomes of them is the worker's (its own tests, and apps/node's). */
export function trainingSuite(stack: () => Stack): void {
  describe('trainings', () => {
    let developer: Person
    let other: Person
    let owner: Person
    let root: Hex32
    let datanetId: Hex32
    let commitments: readonly Hex32[]
    beforeAll(async () => {
      ;[developer, other, owner] = await Promise.all([makePerson(stack()), makePerson(stack()), makePerson(stack())])
      datanetId = await makeDatanet(stack(), owner, 'birds-to-train-on')
      commitments = (await bringRecords(stack(), datanetId, owner, contents)).commitments as Hex32[]
      ;({ root } = await publishNext(stack(), datanetId, owner))
    })
    const grant = async () => {
      const expiry = BigInt(Math.floor(Date.now() / 1000) + 86_400)
      const terms = { termsHash: terms32, expiry, minDataShareBps: 1_500, minOutputPrice: 7n }
      await grantAccess(owner.wallet, { datanetId, developer: developer.address, ...terms })
      await stack().indexer.sync()
    }
    const ask = (who: Person, method: string, path: string, body?: unknown) =>
      signedRequest(stack().url, who.account, method, `/v1/training${path}`, body)
    const create = async (more: object = {}) => {
      const answer = await ask(developer, 'POST', '/jobs', { name: 'birds', versions: [root], ...more })
      expect(answer.status, JSON.stringify(answer.json)).toBe(202)
      return (answer.json as { jobId: string }).jobId
    }
    const setStatus = (jobId: string, status: 'running' | 'failed' | 'succeeded') =>
      stack().db.update(trainingJobs).set({ status }).where(eq(trainingJobs.jobId, jobId))
    const rowOf = async (jobId: string) => {
      const [row] = await stack().db.select().from(trainingJobs).where(eq(trainingJobs.jobId, jobId))
      return row
    }
    const typesOf = async (jobId: string) => {
      const { db } = stack()
      const events = await db
        .select()
        .from(jobEvents)
        .where(eq(jobEvents.jobId, jobId))
        .orderBy(asc(jobEvents.sequence))
      return events.map(({ event }) => (event as { type: string }).type)
    }

    test('an estimate says what stands between a developer and the start, and nothing of what it may not read', async () => {
      const body = { name: 'birds', versions: [root], selection: [{ version: root, query: 'nightingale' }] }
      const stranger = trainingEstimateSchema.parse((await ask(developer, 'POST', '/estimates', body)).json)
      expect(stranger).toMatchObject({ records: 0, tokens: 0, cost: '0' })
      expect(stranger.versions).toMatchObject([{ version: root, records: 4, taken: null, access: 'none', grant: null }])
      expect(stranger.reasons).toMatchObject([{ code: 'TRAINING_NOT_GRANTED' }])
      await grant()
      const told = trainingEstimateSchema.parse((await ask(developer, 'POST', '/estimates', body)).json)
      expect(told).toMatchObject({ records: 1, heldOut: 0, tokensFrom: 'counted', verdict: 'fits', reasons: [] })
      expect(told.versions).toMatchObject([
        { taken: 1, access: 'granted', feeDue: '0', grant: { minDataShareBps: 1_500, minOutputPrice: '7' } },
      ])
      const messages = [
        { role: 'user' as const, content: contents[1]?.prompts[0] ?? '' },
        { role: 'assistant' as const, content: contents[1]?.answer ?? '' },
      ]
      const each = await stack().engine.countTokens({ base: BASE_MODEL, messages })
      expect(told).toMatchObject({ longestTokens: each, tokens: 16 * each, steps: 16 })
      const config = { epochs: 3, batchSize: 2, validationShare: 0.25, maxTokens: 10, maxTokensPerExample: 8 }
      const whole = { name: 'birds', versions: [root], config }
      const large = trainingEstimateSchema.parse((await ask(owner, 'POST', '/estimates', whole)).json)
      expect(large).toMatchObject({ records: 3, heldOut: 1, steps: 6, verdict: 'does-not-fit' })
      expect(large.versions).toMatchObject([{ access: 'own', taken: 4 }])
      expect(large.reasons.map(({ code }) => code)).toEqual(['TRAINER_RECORD_TOO_LONG', 'TRAIN_TOO_MANY_TOKENS'])
      const limited = { name: 'birds', versions: [root], selection: [{ version: root, limit: 2 }] }
      const few = trainingEstimateSchema.parse((await ask(developer, 'POST', '/estimates', limited)).json)
      expect(few.records).toBe(drawRecords([...commitments].sort(), 2, 1).length)
    })

    test('choices that this node cannot do are refused with the reason, by estimate and start', async () => {
      const cases: [object, number, string][] = [
        [{ base: 'gpt2' }, 400, 'TRAINING_BASE_NOT_HERE'],
        [{ selection: [{ version: zero }] }, 400, 'TRAINING_SELECTION_FOREIGN'],
        [{ selection: [{ version: root }, { version: root, limit: 1 }] }, 400, 'TRAINING_SELECTION_FOREIGN'],
        [{ copyOf: randomUUID() }, 404, 'JOB_NOT_FOUND'],
        [{ samplePrompts: ['1', '2', '3', '4', '5'] }, 400, 'REQUEST_INVALID'],
        [{ config: { dropout: 0.6 } }, 400, 'REQUEST_INVALID'],
      ]
      for (const [more, status, code] of cases) {
        const body = { name: 'birds', versions: [root], ...more }
        expect(failure(await ask(developer, 'POST', '/jobs', body)), code).toEqual({ status, code })
        const estimate = await ask(developer, 'POST', '/estimates', body)
        if (code === 'REQUEST_INVALID') expect(failure(estimate)).toEqual({ status, code })
        else expect(estimate.json).toMatchObject({ verdict: 'does-not-fit', reasons: [{ code }] })
      }
      expect(await stack().db.$count(trainingJobs, eq(trainingJobs.developer, developer.address))).toBe(0)
    })

    test('what was asked for, curves, samples and events are the developer’s; where it stands is for all', async () => {
      const { url, db } = stack()
      const samplePrompts = ['Which bird is it?']
      const jobId = await create({ samplePrompts, config: { epochs: 2 } })
      const copy = await create({ copyOf: jobId })
      const path = `/v1/training/jobs/${jobId}`
      const own = trainingJobSchema.parse((await ask(developer, 'GET', `/jobs/${jobId}`)).json)
      expect(own.own).toMatchObject({
        name: 'birds',
        base: BASE_MODEL,
        request: { samplePrompts, config: { epochs: 2 } },
        progress: null,
        asked: null,
      })
      for (const answer of [await ask(other, 'GET', `/jobs/${jobId}`), await request(url, 'GET', path)])
        expect(trainingJobSchema.parse(answer.json)).toEqual({ ...own, own: null })
      const body = { name: 'mine', versions: [root], copyOf: jobId }
      expect(failure(await ask(owner, 'POST', '/jobs', body))).toEqual({ status: 403, code: 'AUTH_FORBIDDEN' })

      const step = { step: 1, steps: 2, epoch: 1, loss: 3, lr: 0.1, gradNorm: 1, tokens: 9, tokensPerSecond: 5 }
      await appendJobEvent(db, jobId, { type: 'progress', ...{ ...step, secondsLeft: 4 } })
      await appendJobEvent(db, jobId, { type: 'sample', ...{ step: 1, prompt: samplePrompts[0], text: 'A crow.' } })
      await appendJobEvent(db, jobId, { type: 'evaluation', ...{ step: 1, loss: 2, tokens: 9 } })
      const curves = trainingCurvesSchema.parse((await ask(developer, 'GET', `/jobs/${jobId}/curves`)).json)
      expect(curves).toEqual({
        sequence: 3,
        steps: 2,
        secondsLeft: 4,
        series: { loss: [[1, 3]], evalLoss: [[1, 2]], lr: [[1, 0.1]], gradNorm: [[1, 1]], tokensPerSecond: [[1, 5]] },
        samples: [{ step: 1, prompt: samplePrompts[0], text: 'A crow.' }],
        told: [],
      })
      await setStatus(jobId, 'succeeded')
      const headers = { ...(await signed(developer.account, 'GET', `${path}/events`, '')), 'last-event-id': '1' }
      const text = await (await fetch(`${url}${path}/events`, { headers })).text()
      expect(text.match(/^id: .*|^event: .*/gm)).toEqual(['id: 2', 'event: sample', 'id: 3', 'event: evaluation'])
      for (const rest of ['curves', 'events'])
        expect(failure(await ask(other, 'GET', `/jobs/${jobId}/${rest}`))).toEqual({
          status: 403,
          code: 'AUTH_FORBIDDEN',
        })

      const pageOf = async (query: string) =>
        trainingJobListSchema.parse((await ask(developer, 'GET', `/jobs?${query}`)).json)
      const first = await pageOf('limit=1')
      expect([first.data.map((job) => job.jobId), first.next]).toEqual([[copy], copy])
      const second = await pageOf(`limit=1&after=${first.next}`)
      expect([second.data.map((job) => job.jobId), second.next]).toEqual([[jobId], null])
      expect(second.data[0]?.own?.progress).toMatchObject({ step: 1, steps: 2, tokens: 9 })
      expect((await pageOf('status=queued')).data.map((job) => job.jobId)).toEqual([copy])
      expect((await ask(other, 'GET', '/jobs')).json).toEqual({ data: [], next: null })
    })

    test('stopped, resumed, cancelled: of two at once one does it, and what does not fit changes nothing', async () => {
      const { enqueued } = stack()
      const jobId = await create()
      const does = async (word: string, who = developer) => ask(who, 'POST', `/jobs/${jobId}/${word}`)
      const refused = { status: 409, code: 'JOB_STATE_OTHER' }
      const foreign = { status: 403, code: 'AUTH_FORBIDDEN' }
      for (const word of ['stop', 'resume', 'cancel']) expect(failure(await does(word, other))).toEqual(foreign)
      expect(await typesOf(jobId)).toEqual([])
      const twice = async (word: string) => (await Promise.all([does(word), does(word)])).map(failure)
      const oneOf = expect.arrayContaining([{ status: 200, code: undefined }, refused])
      // One that waits ends at once.
      expect(await twice('stop')).toEqual(oneOf)
      expect(await rowOf(jobId)).toMatchObject({ status: 'stopped', asked: null })
      const before = enqueued.length
      expect(await twice('resume')).toEqual(oneOf)
      expect(await rowOf(jobId)).toMatchObject({ status: 'queued' })
      expect(enqueued.slice(before)).toEqual([{ name: 'train', data: { jobId }, id: undefined }])
      // One that runs is told; the worker does it.
      await setStatus(jobId, 'running')
      expect(await twice('stop')).toEqual(oneOf)
      expect(trainingJobSchema.parse((await does('cancel')).json)).toMatchObject({
        status: 'running',
        own: { asked: 'cancel' },
      })
      for (const word of ['cancel', 'stop', 'resume']) expect(failure(await does(word)), word).toEqual(refused)
      expect(await typesOf(jobId)).toEqual(['stopped', 'resuming', 'stopping', 'cancelling'])
      await stack().db.update(trainingJobs).set({ asked: null }).where(eq(trainingJobs.jobId, jobId))
      // A failed one goes on where it was; one that has ended does nothing any more.
      await setStatus(jobId, 'failed')
      expect((await does('resume')).status).toBe(200)
      expect(await twice('cancel')).toEqual(oneOf)
      expect(await rowOf(jobId)).toMatchObject({ status: 'cancelled' })
      for (const word of ['cancel', 'stop', 'resume']) expect(failure(await does(word)), word).toEqual(refused)
      expect(enqueued.slice(before + 1).map(({ data }) => data)).toEqual([{ jobId }, { jobId }])
    })

    test('every known base has a card, and one of them is here', async () => {
      const { data } = listBases.response.parse((await request(stack().url, 'GET', '/v1/bases')).json)
      expect(data.filter(({ here }) => here).map(({ id }) => id)).toEqual([BASE_MODEL])
      expect(data.filter(({ here, reason }) => here === (reason !== null))).toEqual([])
      expect(new Set(data.map(({ family }) => family)).size).toBeGreaterThanOrEqual(9)
    })
  })
}
