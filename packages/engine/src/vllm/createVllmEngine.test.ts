import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { collect } from '../../test/collect.ts'
import { httpHosts } from '../../test/httpHosts.ts'
import { BASE, fixtureAdapter, testOptions } from '../../test/models.ts'
import { type Exchange, FOLDER_THERE } from '../../test/vllm/exchange.ts'
import { replay } from '../../test/vllm/replayServer.ts'
import { leaveAfter, peftLines, scenarios } from '../../test/vllm/scenarios.ts'
import type { Engine, TokenEvent } from '../engine.ts'
import { silentLogger } from '../logger.ts'
import { createVllmEngine } from './createVllmEngine.ts'

const hosts = httpHosts()
let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'openledger-vllm-'))
})
afterAll(async () => {
  hosts.close()
  await rm(root, { recursive: true })
})

/** The driver over a server that answers as the recorded one did. */
async function open(change?: (exchange: Exchange) => Exchange, settings: { silence_ms?: number } = {}) {
  const folder = await mkdtemp(join(root, 'adapters-'))
  const server = replay(folder, change)
  const url = await hosts.serve(server.answer)
  const adapters = { folder, folderThere: FOLDER_THERE }
  const { base } = testOptions()
  const engine = await createVllmEngine({ url, base, adapters, wait_ms: 0, ...settings }, silentLogger)
  return { engine, server, folder, all: scenarios(engine, folder) }
}

const isPiece = ({ path, status }: Exchange) => path === '/v1/completions' && status === 200
const events = async (generation: AsyncIterable<TokenEvent>, into: TokenEvent[]) => {
  for await (const event of generation) into.push(event)
}

describe('over the recorded server', () => {
  let driver: Awaited<ReturnType<typeof open>>
  beforeAll(async () => {
    driver = await open()
  })
  afterAll(async () => {
    expect(driver.server.unknown).toEqual([])
    await driver.engine.close()
  })

  test('the tokens that PEFT computes with the same adapter in 32-bit floats, with their log-probabilities', async () => {
    for (const line of peftLines()) {
      const { tokens, logprobs, start, end } = await driver.all.adapted(line)
      expect(tokens).toEqual(line.answer)
      for (const [at, logprob] of logprobs.entries()) expect(logprob).toBeCloseTo(line.withAdapter[at] ?? Number.NaN, 3)
      expect(start).toMatchObject({ inputTokens: line.prompt.length })
      expect(end).toMatchObject({ reason: 'length', inputTokens: line.prompt.length, outputTokens: tokens.length })
    }
  })

  test('scores are PEFT’s', async () => {
    for (const line of peftLines().slice(0, 2)) {
      const { logprobs, likeliest, inputTokens, sum } = await driver.all.scored(line)
      for (const [at, logprob] of logprobs.entries()) expect(logprob).toBeCloseTo(line.withAdapter[at] ?? Number.NaN, 3)
      expect(likeliest).toEqual(line.answer)
      expect(inputTokens).toBe(line.prompt.length)
      expect(sum).toBeCloseTo(
        logprobs.reduce((a, b) => a + b, 0),
        9,
      )
    }
  })

  test('the likeliest tokens at each place, likeliest first', async () => {
    const tokens = (await driver.all.likeliest()).filter((event) => event.type === 'token')
    expect(tokens).toHaveLength(3)
    for (const { top = [], tokenId, logprob, text } of tokens) {
      expect(top).toHaveLength(3)
      expect(top[0]).toEqual({ tokenId, logprob, text })
      expect(top.map((one) => one.logprob)).toEqual(top.map((one) => one.logprob).toSorted((a, b) => b - a))
    }
  })

  test('sampling takes seed, temperature and top-p to the server', async () => {
    expect(await driver.all.sampled()).toMatchObject({ end: { reason: 'length', outputTokens: 6 } })
  })

  test('an answer that ends by itself: the end token is neither counted nor said', async () => {
    const { text, tokens, end } = await driver.all.ended()
    expect(end).toMatchObject({ reason: 'stop', outputTokens: tokens.length })
    expect(tokens).not.toContain(2)
    expect(text).not.toContain('<|im_end|>')
  })

  test('a stop text is not said, and what makes it up is counted', async () => {
    const { text, tokens, end } = await driver.all.stopped()
    expect(text).not.toContain(' three')
    expect(end).toMatchObject({ reason: 'stop', outputTokens: tokens.length })
    expect(tokens.length).toBeGreaterThan(0)
  })

  test('an answer in a grammar', async () => {
    const { text, end } = await driver.all.json()
    expect(end?.reason).toBe('stop')
    expect(JSON.parse(text)).toEqual({ blue: expect.any(Boolean) })
  })

  test('left in the middle: three tokens are counted, and the connection is closed', async () => {
    const said = await driver.all.left()
    expect(said.filter(({ type }) => type === 'token')).toHaveLength(3)
    expect(said.at(-1)).toMatchObject({ type: 'end', reason: 'cancelled', outputTokens: 3 })
    await expect.poll(() => driver.server.open.size).toBe(0)
  })

  test('two adapters are one, whose ranks together have to fit the server', async () => {
    expect(await driver.all.together()).toMatchObject({ end: { outputTokens: 6 } })
    await expect(driver.all.tooWide()).rejects.toMatchObject({
      code: 'ENGINE_ADAPTER_REFUSED',
      message: expect.stringContaining('rank'),
    })
    // What was refused does not stay in the folder.
    expect(await readdir(driver.folder)).toHaveLength(3)
    expect(await driver.engine.health()).toMatchObject({ state: 'ready', adaptersLoaded: 2, active: 0, waiting: 0 })
  })

  test('what it can do is said without asking the server', async () => {
    const [base] = driver.engine.capabilities().bases
    expect(base).toMatchObject({ id: BASE, contextSize: 1024, vocabularySize: 49_152 })
    expect(base?.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(driver.engine.capabilities()).toMatchObject({ driver: 'vllm', deterministic: false, scores: true })
  })

  test('what does not fit the context is refused here', async () => {
    const messages = [{ role: 'user' as const, content: 'Hi' }]
    const tooLong = driver.engine.generate({ base: BASE, messages, params: { maxTokens: 1024 } })
    await expect(collect(tooLong)).rejects.toMatchObject({ code: 'ENGINE_CONTEXT_OVERFLOW' })
    const other = driver.engine.generate({ base: 'other', messages, params: { maxTokens: 1 } })
    await expect(collect(other)).rejects.toMatchObject({ code: 'ENGINE_UNKNOWN_BASE' })
  })
})

test('an adapter that the server has lost is loaded again, and the call goes on', async () => {
  const { engine, server, all } = await open()
  // Recorded in this order: loaded; taken away by somebody; not found; loaded again; answered.
  const [line] = peftLines()
  if (line === undefined) throw new Error('no line')
  await all.adapted(line)
  expect(await all.lost()).toMatchObject({ end: { outputTokens: 2 } })
  expect(server.unknown).toEqual([])
  await engine.close()
})

describe('failures', () => {
  const inTheMiddle = (keep: number, last?: string) => (exchange: Exchange) =>
    isPiece(exchange) && exchange.pieces.length > keep
      ? { ...exchange, pieces: [...exchange.pieces.slice(0, keep), ...(last === undefined ? [] : [last])] }
      : exchange
  const [line] = peftLines()
  if (line === undefined) throw new Error('no line')
  const broken = async (change: (exchange: Exchange) => Exchange, code: string) => {
    const { engine } = await open(change, { silence_ms: 300 })
    const said: TokenEvent[] = []
    const call = engine.generate({
      base: BASE,
      adapters: [fixtureAdapter()],
      messages: line.messages,
      params: { maxTokens: line.answer.length },
    })
    await expect(events(call, said)).rejects.toMatchObject({ code })
    await engine.close()
    return said.filter((event) => event.type === 'token').map(({ tokenId }) => tokenId)
  }

  test('cut in the middle: all tokens that came are told, and none else', async () => {
    expect(await broken(inTheMiddle(4), 'ENGINE_STREAM_CUT')).toEqual(line.answer.slice(0, 4))
  })

  test('an error in the stream: the tokens before it are told', async () => {
    const dead = `data: ${JSON.stringify({ error: { message: 'EngineCore encountered an issue.', code: 500 } })}\n\n`
    expect(await broken(inTheMiddle(2, dead), 'ENGINE_SERVER_FAILED')).toEqual(line.answer.slice(0, 2))
  })

  test('out of memory while it answers', async () => {
    const full = `data: ${JSON.stringify({ error: { message: 'CUDA out of memory.', code: 500 } })}\n\n`
    expect(await broken(inTheMiddle(1, full), 'ENGINE_SERVER_MEMORY')).toEqual(line.answer.slice(0, 1))
  })

  test('silence in the middle', async () => {
    const silent = (exchange: Exchange) => {
      const short = inTheMiddle(3)(exchange)
      return short === exchange ? exchange : { ...short, left: true }
    }
    expect(await broken(silent, 'ENGINE_STREAM_CUT')).toEqual(line.answer.slice(0, 3))
  })

  test('the server stops for good in the middle', async () => {
    const stops = (exchange: Exchange) =>
      isPiece(exchange)
        ? {
            ...exchange,
            pieces: exchange.pieces.map((piece) => piece.replace('"finish_reason":null', '"finish_reason":"abort"')),
          }
        : exchange
    expect(await broken(stops, 'ENGINE_STREAM_CUT')).toEqual(line.answer.slice(0, 1))
  })

  test('tokens without log-probabilities, beyond the vocabulary, or what is no JSON', async () => {
    for (const [from, to] of [
      ['"token_ids":[', '"token_ids":[99999,'],
      ['"tokens":["token_id:', '"tokens":["token_id:1'],
      ['data: {"id"', 'data: {"id'],
    ] as const) {
      const odd = (exchange: Exchange) =>
        isPiece(exchange) ? { ...exchange, pieces: exchange.pieces.map((piece) => piece.replace(from, to)) } : exchange
      expect(await broken(odd, 'ENGINE_SERVER_UNFIT')).toEqual([])
    }
  })

  test('before the answer begins: nothing is produced', async () => {
    const down = (status: number, message: string) => (exchange: Exchange) =>
      isPiece(exchange)
        ? { ...exchange, status, type: 'application/json', pieces: [JSON.stringify({ error: { message } })] }
        : exchange
    expect(await broken(down(503, 'shutting down'), 'ENGINE_SERVER_FAILED')).toEqual([])
    expect(await broken(down(500, 'std::bad_alloc'), 'ENGINE_SERVER_MEMORY')).toEqual([])
    expect(await broken(down(400, 'maximum context length is 16'), 'ENGINE_CONTEXT_OVERFLOW')).toEqual([])
  })

  test('a server of another base, of another vocabulary, or none at all', async () => {
    const change = (path: string, from: string | RegExp, to: string) => (exchange: Exchange) =>
      exchange.path === path
        ? { ...exchange, pieces: exchange.pieces.map((piece) => piece.replace(from, to)) }
        : exchange
    const unfit = { code: 'ENGINE_SERVER_UNFIT' }
    await expect(open(change('/v1/models', '"smollm2-135m"', '"llama"'))).rejects.toMatchObject(unfit)
    await expect(open(change('/detokenize', 'quick', 'quack'))).rejects.toMatchObject(unfit)
    await expect(open(change('/version', /.*/, '<html>'))).rejects.toMatchObject(unfit)
    const nobody = { url: 'http://127.0.0.1:9', base: testOptions().base, adapters: { folder: root }, wait_ms: 0 }
    await expect(createVllmEngine(nobody, silentLogger)).rejects.toMatchObject({ code: 'ENGINE_SERVER_AWAY' })
  })

  test('closed in the middle of an answer', async () => {
    const { engine } = await open((exchange) =>
      isPiece(exchange) ? { ...exchange, pieces: exchange.pieces.slice(0, 2), left: true } : exchange,
    )
    const call = begin(engine)
    const closing = leaveAfter(2, () => call).catch((error: unknown) => error)
    await expect.poll(async () => (await engine.health()).active).toBe(1)
    await engine.close()
    expect(await closing).toMatchObject({ code: 'ENGINE_CLOSED' })
    expect(await engine.health()).toMatchObject({ state: 'closed' })
  })

  const begin = (engine: Engine) =>
    engine.generate({
      base: BASE,
      adapters: [fixtureAdapter()],
      messages: line.messages,
      params: { maxTokens: line.answer.length },
    })
})
