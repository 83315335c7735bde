import { randomUUID } from 'node:crypto'
import { grantAccess } from '@openledger/chain/actions/grantAccess.ts'
import { revokeRecordsCall } from '@openledger/chain/calls/datanetRegistryCalls.ts'
import {
  evaluationSchema,
  getEvaluationRegression,
  listEvaluationAnswers,
  listEvaluationPairs,
  listJudging,
} from '@openledger/core/api/evaluations.ts'
import { modelCardSchema } from '@openledger/core/api/modelCard.ts'
import { publishingTermsSchema } from '@openledger/core/api/publishing.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { contentReads } from '@openledger/db/schema/contentReads.ts'
import { evaluationJudgements } from '@openledger/db/schema/evaluationJudgements.ts'
import { trainingJobs } from '@openledger/db/schema/trainingJobs.ts'
import { and, eq } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { bringRecords, makeDatanet, makePerson, type Person, publishNext } from '../datanetWorld.ts'
import { type PlantedAnswer, plantEvaluation } from '../plantEvaluation.ts'
import { registerAdapterModel } from '../registerAdapterModel.ts'
import { failure, request, signedRequest } from '../requests.ts'
import { type Stack, testAccount } from '../stack.ts'

const DEVELOPER = 4

/** Evaluations as their developer reads them; what a model is published with. */
export function evaluationSuite(stack: () => Stack): void {
  const developer = toAddress(testAccount(DEVELOPER).address)
  const ask = (method: string, path: string, body?: unknown) =>
    signedRequest(stack().url, testAccount(DEVELOPER), method, path, body)

  describe('evaluations', () => {
    const answers: PlantedAnswer[] = [
      { prompt: 'One?', expected: 'first', base: 'no', adapter: 'first' },
      { prompt: 'Two?', expected: 'second', base: 'second', adapter: 'no' },
      { prompt: 'Three?', expected: 'third', base: 'same', adapter: 'same' },
      { prompt: 'Four?', expected: 'fourth', base: 'no', adapter: 'fourth' },
    ]
    let owner: Person
    let trainingId: string
    let evaluationId: string
    beforeAll(async () => {
      owner = await makePerson(stack())
      await registerAdapterModel(stack(), {
        name: 'evaluated',
        developer: DEVELOPER,
        ...{ zeroed: 96, inputPrice: 1n, outputPrice: 2n },
      })
      const [job] = await stack()
        .db.select()
        .from(trainingJobs)
        .where(and(eq(trainingJobs.name, 'evaluated'), eq(trainingJobs.kind, 'train')))
      trainingId = job?.jobId ?? ''
      evaluationId = await plantEvaluation(stack(), { developer, trainingId, name: 'evaluated', answers })
    })

    test('answers are read a page at a time, and by what came of them', async () => {
      const read = async (query: string) =>
        listEvaluationAnswers.response.parse((await ask('GET', `/v1/evaluations/${evaluationId}/answers${query}`)).json)
      const first = await read('?limit=3')
      expect([first.data.map(({ place }) => place), first.count, first.next]).toEqual([[0, 1, 2], 4, 2])
      const rest = await read('?limit=3&after=2')
      expect([rest.data.map(({ place }) => place), rest.next]).toEqual([[3], null])
      expect((await read('?only=better')).data.map(({ place }) => place)).toEqual([0, 3])
      expect((await read('?only=worse')).data.map(({ place }) => place)).toEqual([1])
      expect((await read('?only=wrong')).data.map(({ place }) => place)).toEqual([1, 2])
      expect((await read('?only=copies')).count).toBe(0)
      expect(first.data[0]).toMatchObject({
        baseLoss: 2,
        adapterLoss: 0.5,
        texts: { expected: 'first', asked: [{ prompt: 'One?', base: 'no', adapter: 'first' }] },
      })
    })

    test('pairs are judged blindly: sides by the seed, each once, equal answers never', async () => {
      const read = async () =>
        listEvaluationPairs.response.parse((await ask('GET', `/v1/evaluations/${evaluationId}/pairs`)).json)
      const { data, left } = await read()
      expect([data.map(({ place }) => place), left]).toEqual([[0, 1, 3], 3])
      for (const pair of data) {
        const planted = answers[pair.place]
        expect([pair.a, pair.b].sort()).toEqual([planted?.adapter, planted?.base].sort())
        expect(Object.keys(pair).sort()).toEqual(['a', 'b', 'expected', 'place', 'prompt'])
      }
      const judge = (place: number, verdict: string) =>
        ask('POST', `/v1/evaluations/${evaluationId}/judgements`, { place, verdict })
      // Whoever prefers the expected answer: the verdict kept is whose it was, whatever side it stood on.
      for (const { place, a, expected } of data.slice(0, 2))
        expect((await judge(place, a === expected ? 'a' : 'b')).status).toBe(201)
      expect(failure(await judge(0, 'tie'))).toEqual({ status: 409, code: 'EVALUATION_JUDGED' })
      expect(failure(await judge(2, 'tie'))).toEqual({ status: 404, code: 'EVALUATION_PAIR_UNKNOWN' })
      const twice = await Promise.all([judge(3, 'a'), judge(3, 'b')])
      expect(twice.map(({ status }) => status).sort()).toEqual([201, 409])
      const kept = await stack()
        .db.select()
        .from(evaluationJudgements)
        .where(eq(evaluationJudgements.jobId, evaluationId))
      expect(
        kept
          .map(({ place, verdict }) => [place, verdict])
          .sort()
          .slice(0, 2),
      ).toEqual([
        [0, 'adapter'],
        [1, 'base'],
      ])
      const { people } = evaluationSchema.parse((await ask('GET', `/v1/evaluations/${evaluationId}`)).json)
      expect(people).toMatchObject([{ judge: developer, tie: 0, rate: { of: 3 } }])
      expect(await read()).toMatchObject({ data: [], left: 0, judged: 3 })
    })

    test('against an earlier evaluation: questions that both asked, word for word', async () => {
      const later = await plantEvaluation(stack(), {
        ...{ developer, trainingId, name: 'evaluated' },
        answers: [
          { prompt: 'Two?', expected: 'second', base: 'no', adapter: 'second' },
          { prompt: 'One?', expected: 'first', base: 'no', adapter: 'worse now' },
          { prompt: 'Five?', expected: 'fifth', base: 'no', adapter: 'fifth' },
          { prompt: 'Four?', expected: 'fourth', base: 'no', adapter: 'worse too' },
        ],
      })
      const answer = await ask('GET', `/v1/evaluations/${later}/regression?against=${evaluationId}`)
      expect(getEvaluationRegression.response.parse(answer.json)).toMatchObject({
        inBoth: 3,
        before: { share: 2 / 3 },
        now: { share: 1 / 3 },
        changed: { better: 1, worse: 2, p: 1 },
        worse: [1, 3],
      })
      const stranger = await makePerson(stack())
      const path = `/v1/evaluations/${later}/regression?against=${evaluationId}`
      expect(failure(await signedRequest(stack().url, stranger.account, 'GET', path))).toEqual({
        status: 404,
        code: 'EVALUATION_NOT_FOUND',
      })
    })

    test('a record’s words go when its author withdraws it, and are closed when the grant ends; the counts stay', async () => {
      const { chain, indexer } = stack()
      const datanetId = await makeDatanet(stack(), owner, 'asked')
      const contributor = await makePerson(stack())
      const record = (of: string) => ({ kind: 'qa', prompts: [`What is the ${of}?`], answer: `The ${of} is of slate.` })
      const { commitments } = await bringRecords(stack(), datanetId, contributor, [record('roof'), record('wall')])
      const [roof, wall] = commitments
      const id = await plantEvaluation(stack(), {
        ...{ developer, trainingId, name: 'evaluated' },
        answers: [
          { prompt: 'Roof?', expected: 'slate', base: 'no', adapter: 'slate', more: { commitment: roof, datanetId } },
          { prompt: 'Wall?', expected: 'slate', base: 'no', adapter: 'slate', more: { commitment: wall, datanetId } },
          { prompt: 'Own?', expected: 'own', base: 'no', adapter: 'own' },
        ],
      })
      const shown = async () => {
        const { json } = await ask('GET', `/v1/evaluations/${id}/answers`)
        return listEvaluationAnswers.response
          .parse(json)
          .data.map(({ texts, adapterRight }) => [texts?.expected, adapterRight])
      }
      expect(await shown()).toEqual([
        [undefined, 1],
        [undefined, 1],
        ['own', 1],
      ])
      const terms = {
        termsHash: `0x${'1'.repeat(64)}`,
        expiry: 4_000_000_000n,
        minDataShareBps: 0,
        minOutputPrice: 0n,
      } as const
      await grantAccess(owner.wallet, { datanetId, developer, ...terms })
      expect(await shown()).toEqual([
        ['slate', 1],
        ['slate', 1],
        ['own', 1],
      ])
      const withdrawn = [roof ?? `0x${'0'.repeat(64)}`] as const
      await contributor.wallet.send(revokeRecordsCall(chain.addresses, datanetId, withdrawn), 'Withdrawing')
      await indexer.sync()
      expect(await shown()).toEqual([
        [undefined, 1],
        ['slate', 1],
        ['own', 1],
      ])
    })

    test('others judge pairs when they are asked, and read no record by it; what they said stays', async () => {
      const { db, indexer, url } = stack()
      const judge = await makePerson(stack())
      const datanetId = await makeDatanet(stack(), owner, 'judged')
      const contributor = await makePerson(stack())
      const record = { kind: 'qa', prompts: ['What is the floor?'], answer: 'The floor is of oak.' }
      const { commitments } = await bringRecords(stack(), datanetId, contributor, [record])
      const id = await plantEvaluation(stack(), {
        ...{ developer, trainingId, name: 'evaluated' },
        answers: [
          { prompt: 'Own?', expected: 'own', base: 'no', adapter: 'own' },
          {
            ...{ prompt: 'Floor?', expected: 'oak', base: 'no', adapter: 'oak' },
            more: { commitment: commitments[0], datanetId },
          },
        ],
      })
      const asJudge = (method: string, path: string, body?: unknown) =>
        signedRequest(url, judge.account, method, path, body)
      const pairs = async () => asJudge('GET', `/v1/evaluations/${id}/pairs`)
      const say = (place: number) => asJudge('POST', `/v1/evaluations/${id}/judgements`, { place, verdict: 'tie' })
      const askThese = (judges: readonly string[]) => ask('PUT', `/v1/evaluations/${id}/judges`, { judges })
      const invited = async () => listJudging.response.parse((await asJudge('GET', '/v1/judging')).json).data
      const unknown = { status: 404, code: 'EVALUATION_NOT_FOUND' }
      expect([failure(await pairs()), failure(await say(0)), await invited()]).toEqual([unknown, unknown, []])
      expect(failure(await asJudge('PUT', `/v1/evaluations/${id}/judges`, { judges: [judge.address] }))).toEqual(
        unknown,
      )

      // Its developer is no judge that is asked; lists that come at once leave one of them whole.
      const [one, two] = [`0x${'1'.repeat(40)}`, `0x${'2'.repeat(40)}`]
      await Promise.all([askThese([one, two]), askThese([judge.address, developer])])
      const judges = async () => evaluationSchema.parse((await ask('GET', `/v1/evaluations/${id}`)).json).judges.join()
      expect([`${one},${two}`, judge.address]).toContain(await judges())
      expect((await askThese([judge.address, developer])).json).toEqual({ judges: [judge.address] })
      expect(await invited()).toMatchObject([{ evaluationId: id, developer, name: 'evaluated', left: 1, judged: 0 }])
      expect((await pairs()).json).toMatchObject({ data: [{ place: 0, prompt: 'Own?' }], left: 1, judged: 0 })
      // A pair that was not shown can't be judged by guessing its number.
      expect(failure(await say(1))).toEqual({ status: 404, code: 'EVALUATION_PAIR_UNKNOWN' })
      for (const path of ['', '/answers', `/regression?against=${evaluationId}`])
        expect(failure(await asJudge('GET', `/v1/evaluations/${id}${path}`))).toEqual(unknown)

      await grantAccess(owner.wallet, {
        ...{ datanetId, developer: judge.address, termsHash: `0x${'1'.repeat(64)}` },
        ...{ expiry: 4_000_000_000n, minDataShareBps: 0, minOutputPrice: 0n },
      })
      await indexer.sync()
      expect((await pairs()).json).toMatchObject({ data: [{ place: 0 }, { place: 1, expected: 'oak' }], left: 2 })
      const reads = await db.select().from(contentReads).where(eq(contentReads.datanetId, datanetId))
      expect(reads).toMatchObject([
        { reader: judge.address, kind: 'evaluation', right: 'grant', records: 1, commitments: [...commitments] },
      ])
      expect((await say(1)).json).toEqual({ left: 1, judged: 1 })
      expect(failure(await say(1))).toEqual({ status: 409, code: 'EVALUATION_JUDGED' })

      expect((await askThese([])).json).toEqual({ judges: [] })
      expect([failure(await pairs()), failure(await say(0)), await invited()]).toEqual([unknown, unknown, []])
      const { people } = evaluationSchema.parse((await ask('GET', `/v1/evaluations/${id}`)).json)
      expect(people).toMatchObject([{ judge: judge.address, tie: 1 }])
    })

    test('what grants ask of a model: the greatest share and price of all of them', async () => {
      const [one, two] = [await makeDatanet(stack(), owner, 'cheap'), await makeDatanet(stack(), owner, 'dear')]
      const contributor = await makePerson(stack())
      const roots: string[] = []
      for (const [at, datanetId] of [one, two].entries()) {
        await bringRecords(stack(), datanetId, contributor, [
          { kind: 'qa', prompts: [`Which sea is number ${at}?`], answer: `Sea ${at} of many` },
        ])
        roots.push((await publishNext(stack(), datanetId, owner)).root)
      }
      const grant = async (datanetId: typeof one, minDataShareBps: number, minOutputPrice: bigint) =>
        grantAccess(owner.wallet, {
          ...{ datanetId, developer, minDataShareBps, minOutputPrice },
          ...{ termsHash: `0x${'1'.repeat(64)}`, expiry: 4_000_000_000n },
        })
      await grant(one, 6_000, 5n)
      await grant(two, 100, 7n)
      await stack().indexer.sync()
      const { json } = await ask('GET', `/v1/publishing/terms?versions=${roots.join(',')}`)
      expect(publishingTermsSchema.parse(json)).toMatchObject({ minDataShareBps: 6_000, minOutputPrice: '7' })
      const all = publishingTermsSchema.parse((await ask('GET', '/v1/publishing/terms')).json)
      expect(roots.every((root) => all.data.some((version) => version.root === root && version.by === 'grant'))).toBe(
        true,
      )
      const unknown = `0x${'7'.repeat(64)}`
      expect(failure(await ask('GET', `/v1/publishing/terms?versions=${unknown}`)).code).toBe('VERSION_NOT_FOUND')
    })

    test('the card has the licence and the figures that the developer shows, and no text', async () => {
      const { url } = stack()
      const card = async () => modelCardSchema.parse((await request(url, 'GET', '/v1/models/evaluated/card')).json)
      expect(await card()).toMatchObject({
        licence: null,
        evaluation: null,
        contributors: 0,
        registration: { owner: developer, price: { inputPrice: '1', outputPrice: '2' } },
      })
      const path = `/v1/training/jobs/${trainingId}/publication`
      expect(failure(await ask('PUT', path, { licence: '<script>', evaluationId: null })).code).toBe('REQUEST_INVALID')
      const foreign = await plantEvaluation(stack(), {
        ...{ developer, name: 'other', trainingId: randomUUID(), answers },
      })
      expect(failure(await ask('PUT', path, { licence: 'MIT', evaluationId: foreign })).code).toBe(
        'EVALUATION_NOT_FOUND',
      )
      expect((await ask('PUT', path, { licence: 'Apache-2.0', evaluationId })).status).toBe(200)
      const said = await card()
      expect(said).toMatchObject({
        licence: 'Apache-2.0',
        evaluation: { all: { questions: 4, adapter: { exact: { share: 0.5 } } }, people: { judges: 1 } },
      })
      expect(JSON.stringify(said)).not.toContain('first')
      const markdown = await (await fetch(`${url}/v1/models/evaluated/card?format=md`)).text()
      expect(markdown).toContain('license: apache-2.0')
      expect(markdown).toContain('50.0% (')
      expect(markdown).not.toContain('first')
    })
  })
}
