import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getLlama, type Llama, type LlamaContext, type LlamaModel, type Token } from 'node-llama-cpp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixtureAdapter, modelFile } from '../../../test/models.ts'
import { loadAdapter, pointContext } from './nativeAdapter.ts'

let llama: Llama
let model: LlamaModel
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engine-adapters-'))
  llama = await getLlama({ build: 'never', gpu: false, maxThreads: 0 })
  model = await llama.loadModel({ modelPath: modelFile('smollm2-135m-instruct-q4_1.gguf') })
})
afterAll(async () => {
  await model.dispose()
  await llama.dispose()
  await rm(folder, { recursive: true })
})

const open = (lora?: { adapters: { filePath: string; scale?: number }[] }) =>
  model.createContext({ sequences: 1, contextSize: 256, threads: 1, ...(lora && { lora }) })
const sequences = new Map<LlamaContext, ReturnType<LlamaContext['getSequence']>>()

/** What a context computes for a fixed text, afresh. */
async function logitsOf(context: LlamaContext): Promise<[Token, number][]> {
  const sequence = sequences.get(context) ?? context.getSequence()
  sequences.set(context, sequence)
  await sequence.eraseContextTokenRanges([{ start: 0, end: sequence.nextTokenIndex }])
  const tokens = model.tokenize('The contributor signs each record')
  const generateNext = { token: true, logits: { filter: { tokens: [], includeTop: 8 } }, options: { temperature: 0 } }
  const [last] = tokens.slice(-1)
  if (last === undefined) throw new Error('no tokens')
  await sequence.controlledEvaluate(tokens.slice(0, -1))
  const [result] = await sequence.controlledEvaluate([[last, { generateNext }]])
  return [...(result?.next.logits ?? [])]
}

test('a context computes with what it points at, to the bit as one made with it, also where another was freed before', async () => {
  const { path } = fixtureAdapter()
  const [plain, withAdapter, withHalf] = [
    await open(),
    await open({ adapters: [{ filePath: path }] }),
    await open({ adapters: [{ filePath: path, scale: 0.5 }] }),
  ]
  const expected = {
    none: await logitsOf(plain),
    whole: await logitsOf(withAdapter),
    half: await logitsOf(withHalf),
  }
  expect(expected.whole).not.toEqual(expected.none)
  expect(expected.half).not.toEqual(expected.whole)
  const context = await open()
  for (let round = 0; round < 20; round++) {
    const native = await loadAdapter(model, path)
    const scale = round % 2 === 0 ? 1 : 0.5
    pointContext(context, [{ native, scale }])
    expect(await logitsOf(context)).toEqual(scale === 1 ? expected.whole : expected.half)
    // A new adapter may come to lie where this one was.
    pointContext(context, [])
    await native.dispose()
    if (round % 5 === 0) expect(await logitsOf(context)).toEqual(expected.none)
  }
})

test('an adapter that is freed gives its memory back', async () => {
  const path = join(folder, 'adapter.gguf')
  await copyFile(fixtureAdapter().path, path)
  const cycle = async (times: number) => {
    for (let at = 0; at < times; at++) await (await loadAdapter(model, path)).dispose()
  }
  await cycle(200)
  const before = process.memoryUsage().rss
  await cycle(1_000)
  // A thousand of them are 80 MB.
  expect(process.memoryUsage().rss - before).toBeLessThan(40e6)
})
