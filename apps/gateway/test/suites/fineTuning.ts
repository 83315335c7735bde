import { grantAccess } from '@openledger/chain/actions/grantAccess.ts'
import { openChannel } from '@openledger/chain/actions/openChannel.ts'
import { revokeAccess } from '@openledger/chain/actions/revokeAccess.ts'
import { transferOpen } from '@openledger/chain/actions/transferOpen.ts'
import { createdKeySchema, signerSchema } from '@openledger/core/api/keys.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { appendJobEvent } from '@openledger/db/jobs/appendJobEvent.ts'
import { contentReads } from '@openledger/db/schema/contentReads.ts'
import { trainingFiles } from '@openledger/db/schema/trainingFiles.ts'
import { trainingJobs } from '@openledger/db/schema/trainingJobs.ts'
import { eq } from 'drizzle-orm'
import OpenAI, { toFile } from 'openai'
import { beforeAll, describe, expect, test } from 'vitest'
import { trainingIdOf } from '../../src/fineTuning/toFineTuningJob.ts'
import { bringRecords, makeDatanet, makePerson, type Person, publishNext } from '../datanetWorld.ts'
import { signedRequest, signIn } from '../requests.ts'
import { BASE_MODEL, type Stack } from '../stack.ts'

const terms32 = `0x${'3'.repeat(64)}` as const
const contents = [
  { kind: 'qa', prompts: ['Which tree keeps its cones upright?'], answer: 'The fir keeps them so.' },
  {
    kind: 'qa',
    prompts: ['Which tree loses its needles?', 'Which conifer stands bare in winter?'],
    answer: 'The larch does.',
  },
  { kind: 'qa', prompts: ['Which tree bears samaras in pairs?'], answer: 'The maple bears them.' },
]
const chat = (prompt: string, answer: string, system?: string) => ({
  messages: [
    ...(system === undefined ? [] : [{ role: 'system', content: system }]),
    { role: 'user', content: prompt },
    { role: 'assistant', content: answer },
  ],
})
const jsonlOf = (lines: readonly object[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('')

/** OpenAI's client for Node, with address and key changed and nothing else; what the jobs do is tried in apps/node. */
export function fineTuningSuite(stack: () => Stack): void {
  describe('files and fine-tuning jobs', () => {
    let developer: Person
    let owner: Person
    let datanetId: Hex32
    let root: Hex32
    let commitments: readonly Hex32[]
    let key: string
    let client: OpenAI
    beforeAll(async () => {
      ;[developer, owner] = await Promise.all([makePerson(stack()), makePerson(stack())])
      datanetId = await makeDatanet(stack(), owner, 'trees-to-train-on')
      commitments = (await bringRecords(stack(), datanetId, owner, contents)).commitments as Hex32[]
      ;({ root } = await publishNext(stack(), datanetId, owner))
      key = (await keyOf(developer, ['train'])) ?? ''
      client = clientOf(key)
    })
    const clientOf = (apiKey: string) => new OpenAI({ baseURL: `${stack().url}/v1`, apiKey, maxRetries: 0 })
    const keyOf = async (person: Person, scopes: string[]) => {
      const { url, deps } = stack()
      const { signer } = signerSchema.parse((await signedRequest(url, person.account, 'POST', '/v1/signers')).json)
      await transferOpen(stack().wallet(0), { to: person.address, balanceAtLeast: 10n ** 18n })
      const expiry = BigInt(Math.floor(Date.now() / 1000) + 86_400)
      const operator = toAddress(deps.operator.address)
      const terms = { operator, signer, cap: 10n ** 18n, expiry, amount: 10n ** 18n }
      const { channelId } = await openChannel(person.wallet, terms)
      await stack().indexer.sync()
      const body = { channelId, name: 'trains', scopes }
      return createdKeySchema.parse((await signedRequest(url, person.account, 'POST', '/v1/keys', body)).json).apiKey
    }
    const grant = async () => {
      const expiry = BigInt(Math.floor(Date.now() / 1000) + 86_400)
      const terms = { termsHash: terms32, expiry, minDataShareBps: 0, minOutputPrice: 0n }
      await grantAccess(owner.wallet, { datanetId, developer: developer.address, ...terms })
      await stack().indexer.sync()
    }
    const bring = async (text: string, name = 'trees.jsonl') =>
      client.files.create({ file: await toFile(new TextEncoder().encode(text), name), purpose: 'fine-tune' })
    const refused = async (call: Promise<unknown>) => {
      const error = await call.then(
        () => undefined,
        (reason: unknown) => reason,
      )
      if (!(error instanceof OpenAI.APIError)) throw new Error(`it was not refused: ${error}`)
      return { status: error.status, code: error.code }
    }

    test('a key trains or calls as it was made for, and a session speaks for its account', async () => {
      const chatCall = client.chat.completions.create({
        model: BASE_MODEL,
        messages: [{ role: 'user', content: 'Hi' }],
      })
      expect(await refused(chatCall)).toEqual({ status: 403, code: 'KEY_SCOPE_MISSING' })
      const calls = clientOf(await keyOf(owner, ['call']))
      expect(await refused(calls.files.list())).toEqual({ status: 403, code: 'KEY_SCOPE_MISSING' })
      const { token } = await signIn(stack().url, owner.account)
      const { data } = await clientOf(token).files.list()
      expect(data.map(({ id, filename }) => [id, filename])).toEqual([
        [`file-${root.slice(2)}`, 'trees-to-train-on-v1.jsonl'],
      ])
    })

    test('a file is kept as it came, sealed, until it is deleted; nobody else has it', async () => {
      const text = jsonlOf([chat('What is secret-larchwood?', 'A tree.')])
      const file = await bring(text, 'über/../trees.jsonl')
      expect(file).toMatchObject({ object: 'file', purpose: 'fine-tune', status: 'processed', bytes: text.length })
      expect(file.filename).not.toContain('/')
      expect(await (await client.files.content(file.id)).text()).toBe(text)
      expect(await client.files.retrieve(file.id)).toEqual(file)
      const [row] = await stack().db.select().from(trainingFiles).where(eq(trainingFiles.id, file.id))
      expect(JSON.stringify(row)).not.toContain('larchwood')
      const other = clientOf((await signIn(stack().url, owner.account)).token)
      const missing = { status: 404, code: 'FILE_NOT_FOUND' }
      expect(await refused(other.files.retrieve(file.id))).toEqual(missing)
      expect(await refused(other.files.delete(file.id))).toEqual(missing)
      expect(await client.files.delete(file.id)).toEqual({ id: file.id, object: 'file', deleted: true })
      expect(await refused(client.files.content(file.id))).toEqual(missing)
    })

    test('what is no training file is refused, with the line', async () => {
      const good = jsonlOf([chat('Which?', 'This.')])
      const cases: [string, string][] = [
        ['', 'FILE_EMPTY'],
        [`${good}{"messages": [`, 'FILE_LINE_INVALID'],
        [`${good}${JSON.stringify({ prompt: 'a', completion: 'b' })}`, 'FILE_LINE_INVALID'],
        [jsonlOf([{ messages: [{ role: 'user', content: 'only asked' }] }]), 'FILE_LINE_INVALID'],
        [jsonlOf([{ ...chat('a', 'b'), weight: 0 }]), 'FILE_LINE_INVALID'],
        [jsonlOf([chat('a', 'x'.repeat(70_000))]), 'FILE_LINE_INVALID'],
      ]
      for (const [text, code] of cases)
        expect(await refused(bring(text)), text.slice(0, 80)).toEqual({ status: 400, code })
      const file = await toFile(new TextEncoder().encode(good), 'a.jsonl')
      const form = { status: 400, code: 'FILE_FORM_INVALID' }
      expect(await refused(client.files.create({ file, purpose: 'batch' }))).toEqual(form)
      const kept = { anchor: 'created_at' as const, seconds: 3_600 }
      const expiring = client.files.create({ file, purpose: 'fine-tune', expires_after: kept })
      expect(await refused(expiring)).toEqual({ status: 400, code: 'REQUEST_UNSUPPORTED_PARAMETER' })
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
      const plain = await fetch(`${stack().url}/v1/files`, { method: 'POST', headers, body: good })
      expect(plain.status).toBe(400)
    })

    test('nobody trains on what is no record: the line is named; what is one, in any wording, is found', async () => {
      const lines = [
        chat('Which conifer stands bare in winter?', 'The larch does.'),
        chat('Which tree keeps its cones upright?', 'The fir keeps them so.'),
      ]
      const known = await bring(jsonlOf(lines))
      const start = (training_file: string, more: object = {}) =>
        client.fineTuning.jobs.create({ model: BASE_MODEL, training_file, ...more })
      const unknown = { status: 409, code: 'FILE_EXAMPLE_UNKNOWN' }
      expect(await refused(start(known.id))).toEqual(unknown)
      await grant()
      for (const line of [
        chat('Which tree keeps its cones upright?', 'The spruce.'),
        chat('Which tree keeps its cones upright?', 'The fir keeps them so.', 'Be brief.'),
      ]) {
        const file = await bring(jsonlOf([...lines, line]))
        const error = await start(file.id).catch((reason: unknown) => reason)
        expect(error).toMatchObject({ ...unknown, message: expect.stringContaining('Line 3') })
      }
      const refusals: [object, number, string][] = [
        [{ validation_file: known.id }, 400, 'FINE_TUNING_VALIDATION_FILE'],
        [{ model: 'gpt-4o-mini' }, 400, 'TRAINING_BASE_NOT_HERE'],
        [{ training_file: 'file-abc' }, 404, 'FILE_NOT_FOUND'],
        [{ method: { type: 'dpo' } }, 400, 'REQUEST_INVALID'],
        [{ integrations: [{ type: 'wandb', wandb: { project: 'x' } }] }, 400, 'REQUEST_UNSUPPORTED_PARAMETER'],
        [{ hyperparameters: { n_epochs: 0 } }, 400, 'REQUEST_INVALID'],
      ]
      for (const [more, status, code] of refusals)
        expect(await refused(start(known.id, more)), code).toEqual({ status, code })

      const hyperparameters = { n_epochs: 2, batch_size: 'auto' as const, learning_rate_multiplier: 2 }
      const job = await start(known.id, {
        suffix: 'My Trees!',
        seed: 7,
        integrations: null,
        metadata: { of: 'me' },
        method: { type: 'supervised', supervised: { hyperparameters } },
      })
      expect(job).toMatchObject({
        object: 'fine_tuning.job',
        status: 'queued',
        model: BASE_MODEL,
        training_file: known.id,
        hyperparameters: { n_epochs: 2, batch_size: 8, learning_rate_multiplier: 2 },
        seed: 7,
        metadata: { of: 'me' },
        fine_tuned_model: null,
        finished_at: null,
        organization_id: developer.address,
      })
      const [row] = await stack()
        .db.select()
        .from(trainingJobs)
        .where(eq(trainingJobs.jobId, trainingIdOf(job.id)))
      expect(row?.request).toMatchObject({
        name: 'my-trees',
        versions: [root],
        commitments: [commitments[0], commitments[1]].toSorted(),
        config: { learningRate: 0.0004, epochs: 2, batchSize: 8, rank: 16, alpha: 32, seed: 7 },
      })
    })

    test('a granted version is a file: read by grant, which its owner is told of, and trained on whole', async () => {
      const id = `file-${root.slice(2)}`
      const listed = await client.files.list()
      expect(listed.data.map((file) => file.id)).toContain(id)
      const text = await (await client.files.content(id)).text()
      expect(text.trimEnd().split('\n')).toHaveLength(4)
      expect(text).toContain('Which conifer stands bare in winter?')
      expect(await refused(client.files.delete(id))).toEqual({ status: 409, code: 'FILE_IS_A_VERSION' })
      const reads = await stack().db.select().from(contentReads).where(eq(contentReads.datanetId, datanetId))
      expect(reads.filter(({ kind, reader }) => kind === 'export' && reader === developer.address)).toHaveLength(1)
      const job = await client.fineTuning.jobs.create({ model: BASE_MODEL, training_file: id })
      expect(job).toMatchObject({ training_file: id, hyperparameters: { n_epochs: 3, learning_rate_multiplier: 1 } })
    })

    test('jobs, events and checkpoints by page; paused, resumed, cancelled', async () => {
      const { db } = stack()
      const all = []
      for await (const job of client.fineTuning.jobs.list({ limit: 1 })) all.push(job)
      expect(all.map(({ training_file }) => training_file.length)).toEqual([69, 37])
      const [{ id = '' } = {}] = all
      const jobId = trainingIdOf(id)
      const step = (number: number) => ({ type: 'progress', step: number, steps: 4, loss: 2 / number, lr: 1e-4 })
      const more = { epoch: 1, gradNorm: 1, tokens: 5, tokensPerSecond: 9, secondsLeft: 60 }
      await appendJobEvent(db, jobId, { type: 'started' })
      for (const number of [1, 2]) await appendJobEvent(db, jobId, { ...step(number), ...more })
      await appendJobEvent(db, jobId, { type: 'evaluation', ...{ step: 2, loss: 1.5, tokens: 5 } })
      await appendJobEvent(db, jobId, { type: 'saved', ...{ step: 2 } })
      const events = []
      for await (const event of client.fineTuning.jobs.listEvents(id, { limit: 2 })) events.push(event)
      expect(events.map(({ message, type }) => [type, message])).toEqual([
        ['message', 'Checkpoint at step 2'],
        ['metrics', 'Step 2: validation loss=1.5000'],
        ['metrics', 'Step 2/4: training loss=1.0000'],
        ['metrics', 'Step 1/4: training loss=2.0000'],
        ['message', 'The training started'],
      ])
      const { data: checkpoints } = await client.fineTuning.jobs.checkpoints.list(id)
      expect(checkpoints).toMatchObject([
        {
          object: 'fine_tuning.job.checkpoint',
          fine_tuning_job_id: id,
          step_number: 2,
          metrics: { step: 2, train_loss: 1, full_valid_loss: 1.5 },
        },
      ])
      expect(await client.fineTuning.jobs.pause(id)).toMatchObject({ id, status: 'paused', finished_at: null })
      await revokeAccess(owner.wallet, { datanetId, developer: developer.address })
      await stack().indexer.sync()
      // Whoever has lost the grant goes on with nothing.
      expect(await refused(client.fineTuning.jobs.resume(id))).toEqual({ status: 403, code: 'TRAINING_NOT_GRANTED' })
      expect((await client.files.list()).data.map((file) => file.id)).not.toContain(`file-${root.slice(2)}`)
      await grant()
      expect(await client.fineTuning.jobs.resume(id)).toMatchObject({ status: 'queued' })
      expect(await client.fineTuning.jobs.cancel(id)).toMatchObject({ status: 'cancelled', trained_tokens: null })
      expect(await refused(client.fineTuning.jobs.cancel(id))).toEqual({ status: 409, code: 'JOB_STATE_OTHER' })
      const other = clientOf((await signIn(stack().url, owner.account)).token)
      const forbidden = { status: 403, code: 'AUTH_FORBIDDEN' }
      expect(await refused(other.fineTuning.jobs.retrieve(id))).toEqual(forbidden)
      expect(await refused(other.fineTuning.jobs.listEvents(id))).toEqual(forbidden)
    })
  })
}
