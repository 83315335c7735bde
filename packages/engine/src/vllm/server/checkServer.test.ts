import { getLlama, type Llama } from 'node-llama-cpp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { httpHosts } from '../../../test/httpHosts.ts'
import { BASE, modelFile } from '../../../test/models.ts'
import type { Exchange } from '../../../test/vllm/exchange.ts'
import { replay } from '../../../test/vllm/replayServer.ts'
import { loadModel } from '../../llamacpp/loadModel.ts'
import { ChatTokenizer } from '../../llamacpp/tokenizer.ts'
import { completionPieceSchema } from './answers.ts'
import { checkServer } from './checkServer.ts'
import { VllmClient } from './vllmClient.ts'

const hosts = httpHosts()
let llama: Llama
let tokenizer: ChatTokenizer
beforeAll(async () => {
  llama = await getLlama({ build: 'never', gpu: false, maxThreads: 0 })
  const model = await loadModel(llama, modelFile('smollm2-135m-instruct-q4_1.gguf'), { vocabOnly: true })
  tokenizer = new ChatTokenizer(model)
})
afterAll(async () => {
  hosts.close()
  await llama.dispose()
})

const check = async (change: (exchange: Exchange) => Exchange = (same) => same) => {
  const url = await hosts.serve(replay('/nowhere', change).answer)
  return checkServer(new VllmClient({ url, silence_ms: 30_000 }), BASE, tokenizer)
}
const inWords = (path: string, from: string | RegExp, to: string) => (exchange: Exchange) =>
  exchange.path === path ? { ...exchange, pieces: exchange.pieces.map((piece) => piece.replace(from, to)) } : exchange

test('a server of the base', async () => {
  expect(await check()).toEqual({ version: '0.32.0', contextSize: 1024 })
})

test('a server of another base, of another vocabulary, with a key, or another program', async () => {
  const unfit = { code: 'ENGINE_SERVER_UNFIT' }
  await expect(check(inWords('/v1/models', `"${BASE}"`, '"llama"'))).rejects.toMatchObject({
    ...unfit,
    message: expect.stringContaining('serves llama, not'),
  })
  await expect(check(inWords('/detokenize', 'quick', 'quack'))).rejects.toMatchObject(unfit)
  await expect(check(inWords('/version', /.*/, '<html>'))).rejects.toMatchObject(unfit)
  await expect(check((exchange) => ({ ...exchange, status: 401 }))).rejects.toMatchObject(unfit)
})

test('the tokens that end an answer', () => {
  expect(tokenizer.ends).toEqual([0, 2, 4])
})

test('an answer that falls silent is given up, after what came', async () => {
  const url = await hosts.serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('data: {"choices":[]}\n\ndata: {"choices":[]}\n\n: nothing\n\n')
  })
  const client = new VllmClient({ url, silence_ms: 2_000 })
  const pieces: unknown[] = []
  const read = async () => {
    for await (const piece of await client.stream('/v1/completions', completionPieceSchema, { body: {} }))
      pieces.push(piece)
  }
  await expect(read()).rejects.toMatchObject({ code: 'ENGINE_STREAM_CUT' })
  expect(pieces).toHaveLength(2)
})
