import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Writable } from 'node:stream'
import { chainTime, moveTime } from '@openledger/chain/actions/moveTime.ts'
import { infoSchema } from '@openledger/core/api/info.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { homePaths } from '../home/homePaths.ts'
import { runCli } from '../runCli.ts'
import { ensureStack } from '../stack/ensureStack.ts'
import { waitFor } from '../stack/waitFor.ts'

const root = resolve(import.meta.dirname, '../../../..')
let home: string
let stack: Awaited<ReturnType<typeof ensureStack>>

/** Chain, gateway and worker as `./openledger up` starts them, empty. */
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'openledger-registries-'))
  stack = await ensureStack({ paths: homePaths(home), root, signal: new AbortController().signal })
  for (const name of ['owner', 'heir', 'curator', 'developer', 'author', 'other', 'staker'])
    await cli(`account new ${name} --fund 20000`)
}, 120_000)
afterAll(async () => {
  await stack.stop()
  await rm(home, { recursive: true })
}, 60_000)

/** Runs a command as a shell would split it; answers its document, and fails unless it exits with 0. */
async function cli(line: string): Promise<Record<string, unknown>> {
  const { code, document, text } = await tryCli(line)
  expect(code, `${line}: ${text}`).toBe(0)
  return document
}

async function tryCli(line: string) {
  const written = { out: '', err: '' }
  const into = (name: keyof typeof written) =>
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        written[name] += chunk.toString()
        done()
      },
    })
  const argv = [...line.split(' '), '--json', '--home', home]
  const { signal } = new AbortController()
  const code = await runCli({ argv, env: {}, root, stdout: into('out'), stderr: into('err'), signal })
  const document = z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())]).parse(JSON.parse(written.out))
  return {
    code,
    text: `${written.out}${written.err}`,
    document: Array.isArray(document) ? { list: document } : document,
  }
}

/** Runs it twice: done, then found done. */
async function once(line: string): Promise<Record<string, unknown>> {
  const first = await cli(line)
  expect(first, line).toMatchObject({ status: 'done' })
  expect(await cli(line), line).toMatchObject({ status: 'already' })
  return first
}

const pass = async (seconds: number) =>
  moveTime({ rpcUrl: stack.rpcUrl, time: (await chainTime(stack.rpcUrl)) + seconds })

const textOf = (document: Record<string, unknown>, name: string) => z.string().parse(document[name])

/** Records on unlike things: none is taken for a copy of another. */
const TOPICS = ['copper smelting', 'whale migration', 'harpsichord tuning', 'glacier ice cores', 'medieval guild law']
const recordOf = (topic: string) =>
  JSON.stringify({
    kind: 'document',
    text: `What is known of ${topic}: a short account, written for somebody who has never heard of ${topic} before.`,
    title: topic,
    url: `https://example.org/${topic.replaceAll(' ', '-')}`,
  })

let datanet = ''
let version = ''
let records: readonly string[] = []

test('a Datanet: limits, licence, curators, a contribution, a version', async () => {
  const made =
    'datanet create minerals --as owner --rate 1500 --terms fair --title Stones --licence CC0-1.0 --limit-day 50'
  datanet = textOf(await cli(made), 'datanetId')
  expect(await cli(made)).toMatchObject({ status: 'already' })
  expect(await tryCli('datanet create minerals --as owner --rate 1500 --terms unfair')).toMatchObject({ code: 1 })
  await once(`datanet licence ${datanet} --name CC-BY-4.0 --terms attribution --as owner`)
  await once(`datanet limits ${datanet} --in-all 100 --a-day 50 --as owner`)
  await once(`datanet curators ${datanet} curator:4000 --as owner`)
  const file = join(home, 'records.jsonl')
  await writeFile(file, `${TOPICS.map(recordOf).join('\n')}\n`)
  const outcome = await waitFor(
    'the gateway to see the Datanet',
    async () => {
      const tried = await tryCli(`contribute ${file} --datanet ${datanet} --as author`)
      return tried.code === 0 ? tried.document : undefined
    },
    { timeoutMs: 60_000 },
  )
  const told = z.array(z.object({ commitment: z.string(), verdict: z.string() })).parse(outcome['records'])
  expect(told.map(({ verdict }) => verdict)).toEqual(TOPICS.map(() => 'accept'))
  records = told.map(({ commitment }) => commitment)
  const found = await cli(`contribution findings ${textOf(outcome, 'contributionId')} --as author`)
  expect(found['records']).toMatchObject(TOPICS.map(() => ({ verdict: 'accept', findings: [], redacted: null })))
  expect(await cli(`datanet checks ${datanet} --languages en --refuse email --as owner`)).toMatchObject({
    languages: ['en'],
    personalData: { email: 'refuse', phone: 'mark' },
  })
  expect(await cli(`datanet checks ${datanet} --languages any --as owner`)).toMatchObject({
    languages: [],
    personalData: { email: 'refuse' },
  })
  expect((await tryCli(`datanet checks ${datanet} --refuse names --as owner`)).code).not.toBe(0)
  expect((await tryCli(`datanet checks ${datanet} --languages de --as author`)).code).toBe(1)
  const published = await cli(`datanet publish ${datanet} --as owner`)
  expect(published).toMatchObject({ count: TOPICS.length, isNew: true })
  // Made again as it was made: what was changed since stays.
  expect(await cli(made)).toMatchObject({ status: 'already' })
  expect(await cli(`datanet show ${datanet}`)).toMatchObject({
    ...{ description: { title: 'Stones', text: '' }, licence: 'CC-BY-4.0', terms: 'attribution' },
    limits: { recordsInAll: 100, recordsADay: 50 },
  })
  version = textOf(published, 'root')
  expect(await cli(`datanet publish ${datanet} --as owner`)).toMatchObject({ root: version, isNew: false })
})

test('access: asked for, granted, its training fee paid, shared out and withdrawn; revoked', async () => {
  await cli(`datanet access request ${datanet} --terms fair --as developer`)
  const grant = `datanet access grant ${datanet} --to developer --terms fair --share 3000 --price 1 --fee 1000000 --as owner`
  await cli(grant)
  await once(`training-fee pay ${version} --as developer`)
  const share = `training-fee share ${version} --paid-by developer --as other`
  expect(await cli(share)).toMatchObject({ runs: 1 })
  expect(await cli(share)).toMatchObject({ runs: 0 })
  expect(await cli('training-fee withdraw author --as other')).toMatchObject({ status: 'done' })
  await once(`datanet access revoke ${datanet} --of developer --as owner`)
  const refused = await tryCli(`datanet access grant ${datanet} --to developer --terms fair --as developer`)
  expect(refused).toMatchObject({ code: 1, document: { error: { code: 'CHAIN_REVERTED' } } })
})

test('models: the base model, and one that looks things up; price and owner change', async () => {
  const { baseModel, embeddingModel } = infoSchema.parse(
    await (await fetch(new URL('/v1/info', stack.gatewayUrl))).json(),
  )
  const base = `model register ${baseModel.id} --input 10 --output 40 --as operator --royalty 500`
  const { modelId: baseId } = await once(base)
  await cli(`datanet access grant ${datanet} --to developer --terms fair --share 3000 --price 1 --as owner`)
  const { modelId } = await once(
    `model register helper --input 10 --output 40 --as developer --retrieves ${version} --on ${baseId}:500`,
  )
  await cli(`model price ${modelId} --input 20 --output 50 --as developer`)
  await once(`model transfer ${modelId} --to heir --as developer`)
  await once(`model register ${embeddingModel?.id} --embedding --input 5 --output 0 --as operator`)
  const withData = `model register vectors --embedding --retrieves ${version} --input 5 --output 0 --as operator`
  expect((await tryCli(withData)).code).toBe(2)
  expect((await tryCli('model register helper --input 1 --output 1 --as developer --split 1,2,3')).code).toBe(2)
  expect((await tryCli(`model price ${modelId} --input 30 --output 50 --as developer`)).code).toBe(1)

  const { list: models } = await cli('model list')
  expect(z.array(z.object({ id: z.string() })).parse(models)).toContainEqual({ id: 'helper' })
  expect(await cli('model show helper')).toMatchObject({ id: 'helper', openledger: { modelId, servable: true } })
  expect(await tryCli('model show nobody')).toMatchObject({ code: 1, document: { error: { code: 'MODEL_NOT_FOUND' } } })
  expect(await cli('datanet show minerals')).toMatchObject({ datanetId: datanet, versions: [{ root: version }] })
  expect(await cli(`datanet show ${datanet}`)).toEqual(await cli('datanet show minerals'))
  expect((await cli('datanet list'))['list']).toHaveLength(1)
  expect(await tryCli('datanet show gold')).toMatchObject({ code: 2 })
  expect(await cli('call list --limit 5')).toEqual({ list: [] })
  expect(await cli('epoch list')).toEqual({ list: [] })
  expect(await tryCli('epoch show 1')).toMatchObject({ code: 1, document: { error: { code: 'EPOCH_NOT_FOUND' } } })
  expect(await tryCli('epoch show one')).toMatchObject({ code: 2 })
  expect(z.array(z.object({ name: z.string() })).parse((await cli('account list'))['list'])).toContainEqual({
    name: 'owner',
  })
})

test('without anybody to ask, what would be asked for is an error', async () => {
  expect(await tryCli('reset --no-input')).toMatchObject({ code: 2, document: { error: { code: 'CLI_USAGE' } } })
})

test('stake behind a model and behind oneself: shown, rated with, asked back, taken', async () => {
  await cli('stake helper 5 --as staker')
  expect(await cli('stake show helper')).toMatchObject({ stake: `${5n * 10n ** 18n}` })
  expect(Object.keys(await cli('stake show --of staker'))).toHaveLength(1)
  // What is staked weighs from the next second on.
  await pass(1)
  const rating = `datanet rate ${datanet} --stars 4 --reason useful --as staker`
  expect(await cli(rating)).toMatchObject({ raters: 1, average: 4 })
  await cli(`datanet rate ${datanet} --refresh staker --as other`)
  await cli('stake rewards helper --as staker')
  await cli('unstake helper 2 --as staker')
  expect(await cli('stake show helper')).toMatchObject({ stake: `${3n * 10n ** 18n}` })
  expect((await tryCli('unstake helper --as staker --withdraw')).code).not.toBe(0)
  await cli('stake staker 1000 --as staker')
  await once('validator register --as staker')
})

test('disputes: opened, decided, appealed, voted on, closed; a record that its author revokes', async () => {
  const open = (record: string | undefined) =>
    cli(`datanet dispute open ${datanet} ${record} --contributor author --reason copied --as other`)
  const first = textOf(await open(records[0]), 'disputeId')
  await once(`datanet dispute decide ${first} dismiss --as owner`)
  await once(`datanet dispute appeal ${first} --as other`)
  await cli(`datanet dispute vote ${first} uphold --as curator`)
  const listed = async () => {
    const { list } = await cli(`datanet dispute list ${datanet}`)
    return z.array(z.object({ disputeId: z.string(), stage: z.string(), upheld: z.boolean() })).parse(list)
  }
  await waitFor(
    'the gateway to see the dispute',
    async () => ((await listed()).some(({ disputeId }) => disputeId === first) ? true : undefined),
    { timeoutMs: 30_000 },
  )
  await pass(30 * 86_400)
  await cli(`datanet dispute close ${first} --as author`)
  await cli(`datanet revoke ${datanet} ${records[4]} --as author`)
  await cli(`datanet transfer ${datanet} --to heir --as owner`)
  expect((await tryCli(`datanet limits ${datanet} --in-all 7 --as owner`)).code).toBe(1)
  await cli(`datanet limits ${datanet} --in-all 7 --as heir`)
})

/** A folder with a LoRA of rank 1 on one projection of the base model. */
async function writeAdapter(name: string, changes: object = {}): Promise<string> {
  const folder = join(home, name)
  await mkdir(folder)
  const module = 'base_model.model.model.layers.0.self_attn.k_proj'
  const header = JSON.stringify({
    [`${module}.lora_A.weight`]: { dtype: 'F32', shape: [1, 576], data_offsets: [0, 2304] },
    [`${module}.lora_B.weight`]: { dtype: 'F32', shape: [192, 1], data_offsets: [2304, 3072] },
  })
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(header.length))
  const numbers = Buffer.from(new Float32Array(768).fill(0.01).buffer)
  await writeFile(join(folder, 'adapter_model.safetensors'), Buffer.concat([length, Buffer.from(header), numbers]))
  const config = { peft_type: 'LORA', r: 1, lora_alpha: 2, target_modules: ['k_proj'], ...changes }
  await writeFile(join(folder, 'adapter_config.json'), JSON.stringify(config))
  return folder
}

test('adapters: added once, listed, shown, verified, removed; what cannot be served is refused with its reason', async () => {
  const folder = await writeAdapter('plain')
  const refused = async (line: string) => {
    const { code, text } = await tryCli(line)
    expect(code, line).toBe(1)
    return text
  }
  expect(await refused(`adapter add ${folder}`)).toContain('ADAPTER_LICENCE_UNKNOWN')
  expect(await refused(`adapter add ${await writeAdapter('dora', { use_dora: true })} --licence MIT`)).toContain('DoRA')
  expect(await refused('adapter add https://127.0.0.1/a.zip --licence MIT')).toContain('ADAPTER_ADDRESS_REFUSED')
  expect(await cli('adapter list')).toEqual({ data: [], damaged: [] })
  if (spawnSync('unshare', ['-r', '-n', '--', 'true']).status !== 0) {
    expect(await refused(`adapter add ${folder} --licence MIT`)).toContain('ADAPTER_NOT_ISOLATED')
    return
  }
  const added = await cli(`adapter add ${folder} --licence MIT`)
  expect(added).toMatchObject({ found: false, source: `folder:${folder}`, licence: { id: 'MIT', from: 'operator' } })
  const id = textOf(added, 'id')
  expect(await cli(`adapter add ${folder} --licence MIT --sha256 ${id}`)).toEqual({ ...added, found: true })
  const start = id.slice(0, 8)
  const { found: _, ...adapter } = added
  expect(await cli('adapter list')).toEqual({ data: [adapter], damaged: [] })
  expect(await cli(`adapter show ${start}`)).toEqual(adapter)
  expect(await cli(`adapter verify ${start}`)).toEqual(adapter)
  await writeFile(join(home, 'models', 'store', id, 'adapter.gguf'), 'other')
  expect(await refused(`adapter verify ${start}`)).toContain('ADAPTER_DAMAGED')
  await cli(`adapter remove ${start}`)
  expect(await cli('adapter list')).toEqual({ data: [], damaged: [] })
})
