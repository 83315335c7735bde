import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import type { Engine, Message } from '@openledger/engine/engine.ts'
import { silentLogger } from '@openledger/engine/logger.ts'
import { startEngineProcess } from '@openledger/engine/process/startEngineProcess.ts'
import { z } from 'zod'
import type { BenchContext } from '../lib/bench.ts'
import { quantile } from '../lib/quantile.ts'
import { runProgram } from '../lib/runProgram.ts'
import { baseFile, type MadeAdapter, makeAdapters } from './makeAdapters.ts'
import { shortPrompt } from './shortPrompt.ts'

import { ZipfTraffic } from './traffic.ts'

const BASE = 'base'
const TOP = 5
const CONCURRENT = 2
const CONTEXT_SIZE = 512
/** Adapters of which it is also asked what their unchanged files answer. */
const PLAIN = 250
/** Requests from which popularity is learnt before hit rates count: at the start, and again when it has changed. */
const LEARNING = 5_000
/** The changing phase lasts as long as its requests take. */
const MINUTES = { all: 20, steady: 7, scan: 3, shuffledMin: 5 }
const script = fileURLToPath(new URL('./soloReferences.ts', import.meta.url))
const mebi = (bytes: number) => Math.round(bytes / 2 ** 20)

/** What a phase saw. */
type Phase = { asked: number; hits: number; wrong: number; failed: number; readonly memory: number[] }

/**
 * Thousands of adapters, of which memory holds a few, asked for as people ask: a few often, most seldom; then with a scan
 * over all of them in between; then with all popularities changed. Every answer is compared to the bit with what the
 * adapter answers alone.
 */
export async function measureThousands(context: BenchContext, count: number, slots: number): Promise<void> {
  const adapters = await makeAdapters(context, { count: context.quick ? 500 : count, layers: 4, rank: 8 })
  const bytes = adapters.slice(0, slots).reduce((sum, { path }) => sum + statSync(path).size, 0)
  const engine = await startEngineProcess({
    base: { id: BASE, path: baseFile(context.root) },
    threads: 1,
    contextSize: CONTEXT_SIZE,
    sequences: CONCURRENT,
    adapterMemory: bytes,
    gpu: 'off',
    logger: silentLogger,
  })
  try {
    const messages = await shortPrompt(engine, BASE, 16)
    const references = await soloReferences(context, adapters, messages, 'loaded')
    const plain = await soloReferences(context, adapters.slice(0, PLAIN), messages, 'plain')
    comparePlain(context, references, plain)
    const ask = askerOf(engine, { adapters, references, messages })
    await run(context, { engine, ask, count: adapters.length, slots, differing: new Set(references).size })
  } finally {
    await engine.close()
  }
}

/** Asks an adapter for one token. @returns whether it answered as it does alone; undefined when it didn't answer */
type Ask = (index: number) => Promise<boolean | undefined>

function askerOf(
  engine: Engine,
  of: {
    readonly adapters: readonly MadeAdapter[]
    readonly references: readonly string[]
    readonly messages: Message[]
  },
): Ask {
  return async (index) => {
    const adapter = of.adapters[index]
    if (adapter === undefined) throw new RangeError(`no adapter ${index}`)
    const params = { maxTokens: 1, topLogprobs: TOP }
    const answer: number[] = []
    try {
      const request = { base: BASE, adapters: [adapter], messages: of.messages, params }
      for await (const event of engine.generate(request)) {
        if (event.type !== 'token') continue
        answer.push(event.tokenId, ...(event.top ?? []).map(({ logprob }) => logprob))
      }
    } catch {
      return undefined
    }
    return JSON.stringify(answer) === of.references[index]
  }
}

async function soloReferences(
  context: BenchContext,
  adapters: readonly MadeAdapter[],
  messages: readonly Message[],
  form: 'loaded' | 'plain',
): Promise<string[]> {
  const list = join(dirname(adapters[0]?.path ?? ''), `list-${adapters.length}.jsonl`)
  writeFileSync(list, adapters.map((adapter) => `${JSON.stringify(adapter)}\n`).join(''))
  // Kept, since they take as long as a third of the run: they depend on files, question and binding alone.
  const kept = `${list}.${form}`
  if (existsSync(kept)) return readFileSync(kept, 'utf8').trimEnd().split('\n')
  context.progress(`what each of ${adapters.length} adapters answers alone, ${form}`)
  const command = [process.execPath, script, baseFile(context.root), JSON.stringify(messages), list, form] as const
  const made = await runProgram(command, { cwd: context.root, signal: context.signal })
  if (made.code !== 0) throw new Error(`soloReferences.ts exited with ${made.code}: ${made.stderr.slice(-2_000)}`)
  const lines = made.stdout.trimEnd().split('\n')
  if (lines.length !== adapters.length) throw new Error(`${lines.length} references of ${adapters.length} adapters`)
  await writeFile(kept, made.stdout)
  return lines
}

/** How far an adapter with a rank of zeros more lies from its unchanged file, both alone: rounding, and nothing else. */
function comparePlain(context: BenchContext, loaded: readonly string[], plain: readonly string[]): void {
  const numbers = z.array(z.number())
  const pairs = plain.map((line, at) => [
    numbers.parse(JSON.parse(line)),
    numbers.parse(JSON.parse(loaded[at] ?? '[]')),
  ])
  const differing = pairs.filter(([a = [], b = []]) => a.some((value, at) => value !== b[at]))
  const others = differing.filter(([a = [], b = []]) => a[0] !== b[0]).length
  const greatest = differing.flatMap(([a = [], b = []]) =>
    a[0] === b[0] ? a.slice(1).map((value, at) => Math.abs(value - (b[at + 1] ?? 0))) : [],
  )
  context.row({
    name: 'adapters as loaded and as their files are, both alone: answers that differ in some bit',
    value: differing.length,
    unit: 'answers',
    bar: null,
    ok: null,
    note: `of ${plain.length}; the likeliest token differs in ${others}; greatest difference of a log-probability ${Math.max(0, ...greatest).toFixed(4)} nats: the base's activations are rounded to 8 bits, which makes more of a last digit`,
  })
}

async function run(
  context: BenchContext,
  of: {
    readonly engine: Engine
    readonly ask: Ask
    readonly count: number
    readonly slots: number
    readonly differing: number
  },
): Promise<void> {
  const { engine, ask, count, slots } = of
  const traffic = new ZipfTraffic(count, 1)
  const minute = context.quick ? 1_000 : 60_000
  const resident = async () => {
    const { pid } = await engine.health()
    if (pid === undefined) throw new Error('the engine has no process')
    return mebi(1024 * Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]))
  }
  const base = await resident()

  const learning = context.quick ? 200 : LEARNING
  context.progress(`warming up with ${learning} requests`)
  const warm = newPhase()
  const during = async (name: string, minutes: number, step: (phase: Phase) => Promise<void>, phase = newPhase()) => {
    context.progress(`${name}: ${minutes.toFixed(1)} minutes`)
    const end = performance.now() + minutes * minute
    for (let sampled = 0; performance.now() < end; ) {
      context.signal.throwIfAborted()
      await step(phase)
      if (performance.now() - sampled < minute / 12) continue
      sampled = performance.now()
      phase.memory.push(await resident())
    }
    return phase
  }
  const side = async (phase: Phase) => {
    const before = await engine.health()
    await Promise.all(
      Array.from({ length: CONCURRENT * 8 }, (_, at) => at).map(() => askOnce(ask, traffic.next(), phase)),
    )
    phase.hits += (await engine.health()).adapterHits - before.adapterHits
  }
  while (warm.asked < learning) await side(warm)
  const begun = performance.now()
  const steady = await during('steady', MINUTES.steady, side)
  let walked = 0
  const scan = await during('a scan in between', MINUTES.scan, async (phase) => {
    const own = newPhase()
    await askOnce(ask, walked++ % count, own)
    const before = await engine.health()
    await askOnce(ask, traffic.next(), phase)
    phase.hits += (await engine.health()).adapterHits - before.adapterHits
    phase.wrong += own.wrong
    phase.failed += own.failed
  })
  traffic.shuffle()
  const changing = newPhase()
  while (changing.asked < learning) {
    context.signal.throwIfAborted()
    await side(changing)
    if (changing.asked % 500 < 16) changing.memory.push(await resident())
  }
  const elapsed = () => (performance.now() - begun) / minute
  const left = Math.max(MINUTES.shuffledMin, MINUTES.all - elapsed())
  const shuffled = await during('after a shuffle', left, side)
  const phases = { warm, steady, scan, changing, shuffled }
  report(context, { ...of, base, best: traffic.staticBest(slots), phases, minutes: elapsed() })
}

const newPhase = (): Phase => ({ asked: 0, hits: 0, wrong: 0, failed: 0, memory: [] })

async function askOnce(ask: Ask, index: number, phase: Phase): Promise<void> {
  const right = await ask(index)
  phase.asked += 1
  if (right === undefined) phase.failed += 1
  if (right === false) phase.wrong += 1
}

function report(
  context: BenchContext,
  of: {
    readonly count: number
    readonly slots: number
    readonly base: number
    readonly best: number
    readonly minutes: number
    readonly differing: number
    readonly phases: Readonly<Record<'warm' | 'steady' | 'scan' | 'changing' | 'shuffled', Phase>>
  },
): void {
  const { count, slots, base, best, phases, minutes } = of
  const { warm, steady, scan, changing, shuffled } = phases
  const all = Object.values(phases)
  const sum = (field: (phase: Phase) => number) => all.reduce((total, phase) => total + field(phase), 0)
  const setting = `${count.toLocaleString('en')} adapters (rank 8, last 4 layers), Zipf 1.0, memory for ${slots}, after ${warm.asked.toLocaleString('en')} requests to warm up; 16 tokens in, 1 out${context.quick ? '; a short run' : ''}`
  const rates: [string, Phase, boolean, string][] = [
    ['steady', steady, true, `${MINUTES.steady} minutes`],
    [
      'under a scan',
      scan,
      true,
      `${MINUTES.scan} minutes, every second request walks through all adapters in their order; the others count`,
    ],
    [
      'while popularity changes',
      changing,
      false,
      'right after all popularities changed at once; a memory that forgot everything in that moment comes to -0.03 in 5,000 requests',
    ],
    ['after a shuffle', shuffled, true, 'once as many requests have come since then as warmed it up'],
  ]
  for (const [name, phase, hasBar, what] of rates) {
    const difference = Number((phase.hits / phase.asked - best).toFixed(4))
    context.row({
      name: `hit rate − static best, ${name}`,
      value: difference,
      unit: '',
      bar: hasBar ? '≥ -0.03' : null,
      ok: hasBar ? difference >= -0.03 : null,
      note: `${setting}; ${what}: ${phase.asked.toLocaleString('en')} requests, hit rate ${(phase.hits / phase.asked).toFixed(4)}, static best ${best.toFixed(4)}`,
    })
  }
  context.row({
    name: 'wrong adapters',
    value: sum(({ wrong }) => wrong),
    unit: 'answers',
    bar: '0',
    ok: sum(({ wrong }) => wrong) === 0 && sum(({ failed }) => failed) === 0,
    note: `of ${sum(({ asked }) => asked).toLocaleString('en')} (the scan's own ${scan.asked.toLocaleString('en')} beside them checked too): token and five greatest log-probabilities equal to the bit what the adapter, as it is loaded, gives alone in a context made with it by the binding; ${of.differing.toLocaleString('en')} of these answers are different; ${sum(({ failed }) => failed)} calls failed`,
  })
  const memory = [...steady.memory, ...scan.memory, ...changing.memory, ...shuffled.memory]
  const greatest = Math.max(...memory) - base
  context.row({
    name: 'greatest resident memory beyond the base',
    value: greatest,
    unit: 'MiB',
    bar: '≤ 1536',
    ok: greatest <= 1536,
    note: `${setting}; the engine's process before its first call: ${base} MiB; sampled every 5 s over ${minutes.toFixed(0)} minutes`,
  })
  const quarter = Math.floor(memory.length / 4)
  const growth = quantile(memory.slice(-quarter), 0.5) - quantile(memory.slice(0, quarter), 0.5)
  context.row({
    name: 'growth of resident memory, last quarter − first',
    value: growth,
    unit: 'MiB',
    bar: 'flat',
    ok: growth <= 16,
    note: `medians of the quarters of ${minutes.toFixed(0)} minutes; flat: at most 16 MiB, half of what memory holds of adapters`,
  })
}
