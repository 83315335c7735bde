import { createDatanet } from '@openledger/chain/actions/createDatanet.ts'
import { publishVersion } from '@openledger/chain/actions/publishVersion.ts'
import { draftSchema } from '@openledger/core/api/datanets.ts'
import { listOwnReviews, listReviewCases } from '@openledger/core/api/reviewDecisions.ts'
import { reviewStandingSchema, reviewSummarySchema } from '@openledger/core/api/reviews.ts'
import { createReviewAnswers, createReviewTasks } from '@openledger/core/api/reviewTasks.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import type { LocalAccount } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { beforeAll, describe, expect, test } from 'vitest'
import { jsonl, prepareBatch, submit, upload } from '../contribution.ts'
import { failure, request, signedRequest } from '../requests.ts'
import { type Stack, testAccount } from '../stack.ts'

const salt = `0x${'6'.repeat(64)}` as const
const fact = (name: string, meaning: string) => ({
  kind: 'qa',
  prompts: [`What is ${name}?`, `Explain ${name} in one sentence.`],
  answer: meaning,
})
const CONTENTS = [
  fact('a fjord', 'A long, narrow inlet of the sea between steep cliffs that a glacier carved'),
  fact('an oxbow lake', 'A crescent of still water left where a river has cut off one of its bends'),
  fact('a moraine', 'A ridge of stones and soil that a glacier pushed ahead of it or left behind'),
]
const accept = { verdict: 'accept' }
const refuse = { verdict: 'refuse', reason: 'unclear', note: 'Which glacier?' }

/** From a policy to a golden version, over HTTP: who may do what, and what each is told. */
export function reviewSuite(stack: () => Stack): void {
  describe('reviews', () => {
    let datanetId: Hex32
    const owner = testAccount(0)
    const contributor = testAccount(6)
    const [first, second, stranger] = [1, 2, 3].map(() => privateKeyToAccount(generatePrivateKey())) as [
      LocalAccount,
      LocalAccount,
      LocalAccount,
    ]
    const ask = (account: LocalAccount, method: string, path: string, body?: unknown) =>
      signedRequest(stack().url, account, method, `/v1/datanets/${datanetId}/review${path}`, body)
    const policy = { reviews: 2, testQuestions: 0, goldenShareBps: 0, mode: 'open' }

    beforeAll(async () => {
      const terms = {
        slug: 'reviewed',
        treasury: toAddress(owner.address),
        rateBps: 0,
        termsHash: salt,
        metadataHash: salt,
      }
      ;({ datanetId } = await createDatanet(stack().wallet(0), terms))
      await stack().indexer.sync()
      const batch = await prepareBatch(stack(), datanetId, contributor, CONTENTS)
      expect((await upload(stack(), await submit(stack(), batch), jsonl(batch.lines))).status).toBe(200)
    })

    test('only the owner sets it up; nobody is told what is not theirs', async () => {
      const forbidden = { status: 403, code: 'REVIEW_FORBIDDEN' }
      for (const [method, path, body] of [
        ['PUT', '/policy', policy],
        ['DELETE', '/policy', undefined],
        ['PUT', '/reviewers', { accounts: [] }],
        ['GET', '/reviewers', undefined],
        ['GET', '/questions', undefined],
        ['POST', '/questions', { questions: [{ content: CONTENTS[0], answer: 'accept' }] }],
        ['DELETE', '/questions/6f9619ff-8b86-4011-b42d-00c04fc964ff', undefined],
        ['GET', '/dashboard', undefined],
        ['GET', '/queue', undefined],
        ['POST', '/decisions', { commitment: salt, decision: { verdict: 'accept', note: 'Yes.' } }],
      ] as const)
        expect(failure(await ask(stranger, method, path, body)), `${method} ${path}`).toEqual(forbidden)
      expect(failure(await ask(first, 'POST', '/tasks', {}))).toEqual({ status: 409, code: 'REVIEW_NOT_SET' })
      expect(
        failure(await request(stack().url, 'POST', `/v1/datanets/${datanetId}/review/tasks`, { body: {} })),
      ).toEqual(failure(await request(stack().url, 'GET', `/v1/datanets/${datanetId}/draft`)))
      expect(failure(await ask(owner, 'PUT', '/policy', { ...policy, agreementBps: 5_000 }))).toEqual({
        status: 400,
        code: 'REQUEST_INVALID',
      })
      expect((await ask(owner, 'PUT', '/policy', policy)).json).toMatchObject({ ...policy, leaseSeconds: 3_600 })
    })

    test('two reviewers accept two records and split over one; it is decided, appealed, and the version is not golden', async () => {
      const answer = async (account: LocalAccount, verdictOf: (text: string) => object) => {
        const { data } = createReviewTasks.response.parse((await ask(account, 'POST', '/tasks', { upTo: 20 })).json)
        const answers = data.map(({ taskId, content }) => ({ taskId, answer: verdictOf(JSON.stringify(content)) }))
        const taken = await ask(account, 'POST', '/answers', { answers })
        return { data, results: createReviewAnswers.response.parse(taken.json).data }
      }
      expect(createReviewTasks.response.parse((await ask(contributor, 'POST', '/tasks', {})).json).data).toEqual([])
      expect(failure(await ask(first, 'POST', '/answers', { answers: [{ taskId: 'x', answer: accept }] }))).toEqual({
        status: 400,
        code: 'REQUEST_INVALID',
      })
      const one = await answer(first, () => accept)
      expect(one.data).toHaveLength(3)
      expect(JSON.stringify(one.data)).not.toContain(toAddress(contributor.address))
      expect(one.results.every(({ taken }) => taken)).toBe(true)
      await answer(second, (text) => (text.includes('moraine') ? refuse : accept))
      const summary = async () =>
        reviewSummarySchema.parse((await request(stack().url, 'GET', `/v1/datanets/${datanetId}/review`)).json)
      expect((await summary()).records).toEqual({ open: 0, adjudication: 1, appealed: 0, accepted: 2, refused: 0 })

      const drafted = async () =>
        draftSchema.parse((await signedRequest(stack().url, owner, 'GET', `/v1/datanets/${datanetId}/draft`)).json)
      const draft = await drafted()
      expect(draft.count).toBe(2)
      await publishVersion(stack().wallet(0), draft)
      await stack().indexer.sync()
      expect((await summary()).versions).toEqual([{ root: draft.root, number: 1, golden: true, agreementBps: 10_000 }])

      const queue = listReviewCases.response.parse((await ask(owner, 'GET', '/queue')).json)
      const [waiting] = queue.data
      if (waiting === undefined) throw new Error('a record waits')
      expect(waiting).toMatchObject({ stage: 'adjudication', desk: 'owner', code: null })
      expect(waiting.reviews).toHaveLength(2)
      expect(JSON.stringify(queue)).not.toMatch(
        new RegExp(`${toAddress(contributor.address)}|${toAddress(second.address)}`),
      )
      const decide = (verdict: string, reason: string | null) =>
        ask(owner, 'POST', '/decisions', {
          commitment: waiting.commitment,
          decision: { verdict, reason, note: 'The sentence names no place.' },
        })
      expect(failure(await decide('refuse', null))).toEqual({ status: 400, code: 'REQUEST_INVALID' })
      expect((await decide('refuse', 'unclear')).json).toEqual({ stage: 'settled' })
      expect(failure(await decide('accept', null))).toEqual({ status: 409, code: 'REVIEW_NOTHING_TO_DECIDE' })

      const own = listOwnReviews.response.parse((await ask(contributor, 'GET', '/records')).json)
      expect(own.data[0]).toMatchObject({
        commitment: waiting.commitment,
        outcome: { verdict: 'refuse', by: 'adjudicator', reason: 'unclear', note: 'The sentence names no place.' },
      })
      expect(own.data[0]?.appealUntil).not.toBeNull()
      expect(listOwnReviews.response.parse((await ask(stranger, 'GET', '/records')).json).total).toBe(0)
      const appeal = { commitment: waiting.commitment, words: 'Moraines are found wherever glaciers were.' }
      expect(failure(await ask(stranger, 'POST', '/appeals', appeal))).toEqual({
        status: 403,
        code: 'REVIEW_FORBIDDEN',
      })
      expect((await ask(contributor, 'POST', '/appeals', appeal)).json).toEqual({ stage: 'appealed' })
      expect(failure(await ask(contributor, 'POST', '/appeals', appeal))).toEqual({
        status: 409,
        code: 'REVIEW_APPEAL_IMPOSSIBLE',
      })
      expect((await decide('accept', null)).json).toEqual({ stage: 'final' })
      const next = await drafted()
      expect(next.count).toBe(3)
      await publishVersion(stack().wallet(0), next)
      await stack().indexer.sync()
      expect((await summary()).versions.map(({ golden }) => golden)).toEqual([true, false])
    })

    test('standing, dashboard and leaderboard can be read; without the policy the checks decide again', async () => {
      const standing = reviewStandingSchema.parse((await ask(first, 'GET', '/standing')).json)
      expect(standing).toMatchObject({ role: 'reviewer', mayReview: true, code: null, tasks: 0, waiting: 0 })
      expect((await ask(owner, 'GET', '/dashboard')).json).toMatchObject({
        records: { accepted: 3, open: 0 },
        pairs: [{ common: 3 }],
        tasks: { leased: 0, answered: 6, expired: 0 },
      })
      expect((await request(stack().url, 'GET', `/v1/datanets/${datanetId}/review/leaderboard`)).json).toEqual({
        data: [],
      })
      expect((await signedRequest(stack().url, first, 'GET', '/v1/reviews')).json).toMatchObject({
        data: [{ datanetId, slug: 'reviewed', standing: { role: 'reviewer' } }],
      })
      expect((await ask(owner, 'DELETE', '/policy')).json).toEqual({ deleted: true })
      expect(failure(await ask(first, 'GET', '/standing'))).toEqual({ status: 409, code: 'REVIEW_NOT_SET' })
    })
  })
}
