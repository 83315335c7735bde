import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { messageSchema } from '@openledger/engine/engine.ts'
import { padAdapter } from '@openledger/engine/llamacpp/adapters/padAdapter.ts'
import { ChatTokenizer } from '@openledger/engine/llamacpp/tokenizer.ts'
import { getLlama, LlamaLogLevel, type LlamaModel, type Token } from 'node-llama-cpp'
import { z } from 'zod'

/**
 * What llama.cpp answers with one adapter alone, by node-llama-cpp's own way: a context made with it, over a model that no
 * other adapter was used with for long. A program of its own:
 *
 *     node soloReferences.ts MODEL MESSAGES ADAPTERS loaded|plain
 *
 * `loaded`: the adapter as it is served, a rank of zeros longer (ADR 45); `plain`: as its file has it.
 *
 * MESSAGES: the conversation in JSON. ADAPTERS: a file with a JSON object with a `path` on each line. Prints for each a line
 * with a JSON list: the likeliest next token, and the five greatest log-probabilities; an empty one where that token ends
 * the answer.
 */
const TOP = 5
/** Asked for, as the engine asks: llama.cpp's sums depend on it in their last digits. */
const NAMED = 16
/** Adapters after which the model is loaded anew: it frees none of them. */
const PER_MODEL = 250

const [modelPath = '', conversation = '', list = '', form = ''] = process.argv.slice(2)
const messages = z.array(messageSchema).parse(JSON.parse(conversation))
const lines = (await readFile(list, 'utf8')).trimEnd().split('\n')
const paths = lines.map((line) => z.object({ path: z.string() }).parse(JSON.parse(line)).path)
const folder = await mkdtemp(join(tmpdir(), 'openledger-references-'))
const llama = await getLlama({ build: 'never', gpu: false, maxThreads: 0, logLevel: LlamaLogLevel.error })
for (let from = 0; from < paths.length; from += PER_MODEL) {
  const model = await llama.loadModel({ modelPath })
  const tokenizer = new ChatTokenizer(model)
  const prompt = tokenizer.encodeChat(messages)
  for (const path of paths.slice(from, from + PER_MODEL)) {
    const [token, ...logprobs] = await firstToken(model, prompt, form === 'plain' ? path : await asLoaded(path))
    const ends = token === undefined || tokenizer.isEnd(token)
    process.stdout.write(`${JSON.stringify(ends ? [] : [token, ...logprobs])}\n`)
  }
  await model.dispose()
}
await llama.dispose()
await rm(folder, { recursive: true })

async function asLoaded(path: string): Promise<string> {
  const file = join(folder, 'adapter.gguf')
  await writeFile(file, padAdapter(await readFile(path)).bytes)
  return file
}

async function firstToken(model: LlamaModel, prompt: readonly Token[], path: string): Promise<[Token, ...number[]]> {
  const context = await model.createContext({
    sequences: 1,
    contextSize: 512,
    batchSize: 512,
    threads: 1,
    failedCreationRemedy: false,
    lora: { adapters: [{ filePath: path, scale: 1 }] },
  })
  const sequence = context.getSequence()
  const last = prompt.at(-1)
  if (last === undefined) throw new Error('the prompt is empty')
  await sequence.controlledEvaluate(prompt.slice(0, -1))
  const generateNext = {
    token: true,
    totalLogitWeight: true,
    options: { temperature: 0 },
    logits: { filter: { tokens: [], includeTop: NAMED } },
  }
  const [result] = await sequence.controlledEvaluate([[last, { generateNext }]])
  const { token, totalLogitWeight, logits } = result?.next ?? {}
  const greatest = token == null ? undefined : logits?.get(token)
  if (token == null || greatest === undefined || totalLogitWeight === undefined) throw new Error(`${path}: no result`)
  await context.dispose()
  const logprobs = [...(logits ?? new Map<Token, number>()).values()].map(
    (logit) => logit - greatest - Math.log(totalLogitWeight),
  )
  return [token, ...logprobs.toSorted((a, b) => b - a).slice(0, TOP)]
}
