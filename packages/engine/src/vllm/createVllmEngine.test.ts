import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { collect } from '../../test/collect.ts'
import { httpHosts } from '../../test/httpHosts.ts'
import { BASE, fixtureAdapter, testOptions } from '../../test/models.ts'
import { type Exchange, FOLDER_THERE } from '../../test/vllm/exchange.ts'
import { replay } from '../../test/vllm/replayServer.ts'
import { peftLines, scenarios } from '../../test/vllm/scenarios.ts'
import type { TokenEvent } from '../engine.ts'
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
async function open(change?: (exchange: Exchange) => Exchange) {
  const folder = await mkdtemp(join(root, 'adapters-'))
  const server = replay(folder, change)
  const url = await hosts.serve(server.answer)
  const adapters = { folder, folderThere: FOLDER_THERE }
  const { base } = testOptions()
  const engine = await createVllmEngine({ url, base, adapters, wait_ms: 0 }, silentLogger)
  return { engine, server, folder, all: scenarios(engine, folder) }
}

const isAnswer = ({ path, status }: Exchange) => path === '/v1/completions' && status === 200
/** Changes the pieces of answers. */
const ofPieces = (change: (pieces: string[]) => string[]) => (exchange: Exchange) =>
  isAnswer(exchange) ? { ...exchange, pieces: change(exchange.pieces) } : exchange
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
    expect(text).toBe('The Fibonacci sequence is a fundamental')
    expect(end).toMatchObject({ reason: 'stop', outputTokens: tokens.length })
    // The last of them is the one that made the stop text whole.
    expect(tokens).toHaveLength(8)
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
    const served = (await readdir(driver.folder)).filter((name) => name.startsWith('openledger-'))
    expect(served).toHaveLength(2)
    expect(await driver.engine.health()).toMatchObject({ state: 'ready', adaptersLoaded: 2, active: 0, waiting: 0 })
  })

  test('an adapter that the server has lost is loaded again, and the call goes on', async () => {
    // Somebody took it from the server here: not found, loaded again, answered.
    expect(await driver.all.lost()).toMatchObject({ end: { outputTokens: 2 } })
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

describe('failures', () => {
  let change: (exchange: Exchange) => Exchange = (same) => same
  let driver: Awaited<ReturnType<typeof open>>
  beforeAll(async () => {
    driver = await open((exchange) => change(exchange))
  })
  afterAll(() => driver.engine.close())

  const [line] = peftLines()
  if (line === undefined) throw new Error('no line')
  const begin = () =>
    driver.engine.generate({
      base: BASE,
      adapters: [fixtureAdapter()],
      messages: line.messages,
      params: { maxTokens: line.answer.length },
    })
  /** The tokens that were told before it failed. */
  const broken = async (how: (exchange: Exchange) => Exchange, code: string) => {
    change = how
    const said: TokenEvent[] = []
    await expect(events(begin(), said)).rejects.toMatchObject({ code })
    expect(await driver.engine.health()).toMatchObject({ active: 0, waiting: 0 })
    return said.filter((event) => event.type === 'token').map(({ tokenId }) => tokenId)
  }
  const inTheMiddle = (keep: number, last: string[] = []) =>
    ofPieces((pieces) => (pieces.length > keep ? [...pieces.slice(0, keep), ...last] : pieces))
  const inWords = (from: string, to: string) => ofPieces((pieces) => pieces.map((piece) => piece.replace(from, to)))
  const told = (message: string) => `data: ${JSON.stringify({ error: { message, code: 500 } })}\n\n`

  test('cut in the middle: all tokens that came are told, and none else', async () => {
    expect(await broken(inTheMiddle(4), 'ENGINE_STREAM_CUT')).toEqual(line.answer.slice(0, 4))
  })

  test('an error in the stream, or no memory: the tokens before it are told', async () => {
    const dead = inTheMiddle(2, [told('EngineCore encountered an issue.')])
    expect(await broken(dead, 'ENGINE_SERVER_FAILED')).toEqual(line.answer.slice(0, 2))
    const full = inTheMiddle(1, [told('CUDA out of memory.')])
    expect(await broken(full, 'ENGINE_SERVER_MEMORY')).toEqual(line.answer.slice(0, 1))
  })

  test('the server stops for good in the middle', async () => {
    const stops = inWords('"finish_reason":null', '"finish_reason":"abort"')
    expect(await broken(stops, 'ENGINE_STREAM_CUT')).toEqual(line.answer.slice(0, 1))
  })

  test('tokens without log-probabilities, beyond the vocabulary, or what is no JSON', async () => {
    for (const [from, to] of [
      ['"token_ids":[', '"token_ids":[99999,'],
      ['"tokens":["token_id:', '"tokens":["token_id:1'],
      ['data: {"id"', 'data: {"id'],
    ] as const)
      expect(await broken(inWords(from, to), 'ENGINE_SERVER_UNFIT')).toEqual([])
  })

  test('before the answer begins: nothing is produced', async () => {
    const down = (status: number, message: string) => (exchange: Exchange) =>
      isAnswer(exchange)
        ? { ...exchange, status, type: 'application/json', pieces: [JSON.stringify({ error: { message } })] }
        : exchange
    expect(await broken(down(503, 'shutting down'), 'ENGINE_SERVER_FAILED')).toEqual([])
    expect(await broken(down(500, 'std::bad_alloc'), 'ENGINE_SERVER_MEMORY')).toEqual([])
    expect(await broken(down(400, 'maximum context length is 16'), 'ENGINE_CONTEXT_OVERFLOW')).toEqual([])
  })

  test('a server that was away is looked at again before it is used', async () => {
    await broken(inTheMiddle(4), 'ENGINE_STREAM_CUT')
    const other = (exchange: Exchange) =>
      exchange.path === '/v1/models'
        ? { ...exchange, pieces: exchange.pieces.map((piece) => piece.replace('"smollm2-135m"', '"llama"')) }
        : exchange
    expect(await broken(other, 'ENGINE_SERVER_UNFIT')).toEqual([])
    change = (same) => same
    expect((await collect(begin())).tokens).toEqual(line.answer)
  })

  test('closed in the middle of an answer', async () => {
    change = (exchange) =>
      isAnswer(exchange) ? { ...exchange, pieces: exchange.pieces.slice(0, 2), left: true } : exchange
    const said: TokenEvent[] = []
    const closing = events(begin(), said).catch((error: unknown) => error)
    await expect.poll(() => said.length).toBe(3)
    await driver.engine.close()
    expect(await closing).toMatchObject({ code: 'ENGINE_CLOSED' })
    expect(await driver.engine.health()).toMatchObject({ state: 'closed' })
  })
})

test('no server at all', async () => {
  const nobody = { url: 'http://127.0.0.1:9', base: testOptions().base, adapters: { folder: root }, wait_ms: 0 }
  await expect(createVllmEngine(nobody, silentLogger)).rejects.toMatchObject({ code: 'ENGINE_SERVER_AWAY' })
})
