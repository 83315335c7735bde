import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Writable } from 'node:stream'
import { ownReviewSchema, reviewCaseSchema } from '@openledger/core/api/reviewDecisions.ts'
import { reviewContentSchema, reviewTaskSchema } from '@openledger/core/api/reviewTasks.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { homePaths } from '../home/homePaths.ts'
import { runCli } from '../runCli.ts'
import { ensureStack } from '../stack/ensureStack.ts'

const root = resolve(import.meta.dirname, '../../../..')
let home: string
let stack: Awaited<ReturnType<typeof ensureStack>>

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'openledger-reviews-'))
  stack = await ensureStack({ paths: homePaths(home), root, signal: new AbortController().signal })
  for (const name of ['owner', 'author', 'reader', 'second']) await cli('account', 'new', name, '--fund', '20000')
}, 120_000)
afterAll(async () => {
  await stack.stop()
  await rm(home, { recursive: true })
}, 60_000)

/** Runs a command; its document and exit code. */
async function tryCli(...argv: readonly string[]): Promise<{ code: number; document: unknown; text: string }> {
  const written = { out: '', err: '' }
  const into = (name: keyof typeof written) =>
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        written[name] += chunk.toString()
        done()
      },
    })
  const code = await runCli({
    argv: [...argv, '--json', '--home', home],
    env: {},
    root,
    stdout: into('out'),
    stderr: into('err'),
    signal: new AbortController().signal,
  })
  return { code, document: JSON.parse(written.out), text: written.out + written.err }
}
async function cli(...argv: readonly string[]): Promise<unknown> {
  const { code, document, text } = await tryCli(...argv)
  expect(code, `${argv.join(' ')}: ${text}`).toBe(0)
  return document
}

const TOPICS = ['copper smelting', 'whale migration', 'harpsichord tuning']
const recordOf = (topic: string) => ({
  kind: 'document',
  text: `What is known of ${topic}: a short account, written for somebody who has never heard of ${topic} before.`,
  title: topic,
  url: `https://example.org/${topic.replaceAll(' ', '-')}`,
})

test('a review from a terminal: policy, golden questions, test, tasks, answers, decision, appeal', async () => {
  await cli('datanet', 'create', 'read-by-people', '--as', 'owner', '--rate', '0', '--terms', 'fair')
  const { datanetId } = z
    .object({ datanetId: z.string() })
    .parse(await cli('datanet', 'create', 'read-by-people', '--as', 'owner', '--rate', '0', '--terms', 'fair'))
  const batch = join(home, 'batch.jsonl')
  await writeFile(batch, TOPICS.map((topic) => `${JSON.stringify(recordOf(topic))}\n`).join(''))
  await cli('contribute', batch, '--datanet', datanetId, '--as', 'author')

  expect(
    await cli('review', 'set', datanetId, '--as', 'owner', '--reviews', '2', '--test-questions', '2'),
  ).toMatchObject({
    reviews: 2,
    testQuestions: 2,
  })
  expect(
    await cli('review', 'set', datanetId, '--as', 'owner', '--golden-share-bps', '0', '--mode', 'listed'),
  ).toMatchObject({ reviews: 2, mode: 'listed', goldenShareBps: 0 })
  expect((await tryCli('review', 'set', datanetId, '--as', 'owner', '--mode', 'anybody')).code).toBe(2)
  const golden = join(home, 'golden.jsonl')
  const questions = [
    { content: recordOf('bell casting'), answer: 'accept' },
    { content: recordOf('the taste of green'), answer: 'refuse', note: 'Nonsense.' },
  ]
  await writeFile(golden, questions.map((question) => `${JSON.stringify(question)}\n`).join(''))
  expect(await cli('review', 'questions', datanetId, '--as', 'owner', '--add', golden)).toHaveLength(2)
  expect(await tryCli('review', 'questions', datanetId, '--as', 'reader')).toMatchObject({
    document: { error: { code: 'REVIEW_FORBIDDEN' } },
  })
  const list = z.array(z.object({ name: z.string(), address: z.string() })).parse(await cli('account', 'list'))
  const addressOf = (name: string) => list.find((account) => account.name === name)?.address ?? ''
  expect(
    await cli('review', 'reviewers', datanetId, addressOf('reader'), addressOf('second'), '--as', 'owner'),
  ).toHaveLength(2)

  for (const name of ['reader', 'second']) {
    const shown = z
      .object({ questions: z.array(reviewContentSchema) })
      .parse(await cli('review', 'test', datanetId, '--as', name))
    const answers = shown.questions.map((content) => (JSON.stringify(content).includes('green') ? 'refuse' : 'accept'))
    expect(await cli('review', 'test', datanetId, '--as', name, '--answers', answers.join(','))).toMatchObject({
      passed: true,
    })
    const tasks = z.array(reviewTaskSchema).parse(await cli('review', 'take', datanetId, '--as', name, '--up-to', '10'))
    expect(tasks).toHaveLength(3)
    for (const { taskId, content } of tasks) {
      const refuses = name === 'second' && JSON.stringify(content).includes('whale')
      await cli(
        ...['review', 'answer', datanetId, taskId, refuses ? 'refuse' : 'accept', '--as', name],
        ...(refuses ? ['--reason', 'unclear', '--note', 'Which whales?'] : []),
      )
    }
    expect(await cli('review', 'take', datanetId, '--as', name, '--up-to', '0')).toEqual([])
  }
  const { data } = z
    .object({ data: z.array(reviewCaseSchema) })
    .parse(await cli('review', 'queue', datanetId, '--as', 'owner'))
  expect(data).toHaveLength(1)
  const commitment = data[0]?.commitment ?? ''
  const decide = (...more: string[]) => ['review', 'decide', datanetId, commitment, ...more, '--as', 'owner']
  expect((await tryCli(...decide('refuse', '--note', 'Not clear.'))).code).toBe(2)
  await cli(...decide('refuse', '--reason', 'unclear', '--note', 'It does not say which.'))
  await cli('review', 'appeal', datanetId, commitment, '--words', 'All of them.', '--as', 'author')
  await cli(...decide('accept', '--note', 'So be it.'))
  const own = z.array(ownReviewSchema).parse(await cli('review', 'records', datanetId, '--as', 'author'))
  expect(own.map(({ outcome }) => outcome?.verdict)).toEqual(['accept', 'accept', 'accept'])
  expect(await cli('review', 'show', datanetId)).toMatchObject({ records: { accepted: 3 } })
  expect(await cli('review', 'progress', datanetId, '--as', 'owner')).toMatchObject({ tasks: { answered: 6 } })
  expect(await cli('review', 'list', '--as', 'reader')).toMatchObject([{ slug: 'read-by-people' }])
  expect(await cli('review', 'board', datanetId)).toEqual([])
  expect(await cli('review', 'end', datanetId, '--as', 'owner')).toEqual({ deleted: true })
}, 180_000)
