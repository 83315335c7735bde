import { silentLogger } from '@openledger/engine/logger.ts'
import { startEngineProcess } from '@openledger/engine/process/startEngineProcess.ts'
import type { BenchContext } from '../lib/bench.ts'
import { quantile } from '../lib/quantile.ts'
import { baseFile, type MadeAdapter, makeAdapters } from './makeAdapters.ts'
import { shortPrompt } from './shortPrompt.ts'
import { startEvictor } from './startEvictor.ts'

const BASE = 'base'
/** Pairs of calls for each kind of switch. */
const PAIRS = 300
const COLD = 200
const LAYERS = 30
const RANK = 8

/** A call's time to its first token where another adapter was used before, beside one where the same was used. */
type Times = { readonly switched: number[]; readonly same: number[] }

/**
 * What it costs that a call wants another adapter than the call before: the time to the first token of calls with a
 * switch, less that of calls without, quantile by quantile; both kinds alternate in one run, through the engine's process.
 */
export async function measureSwitch(context: BenchContext): Promise<void> {
  const pairs = context.quick ? 20 : PAIRS
  const cold = context.quick ? 20 : COLD
  const adapters = await makeAdapters(context, { count: 256, layers: LAYERS, rank: RANK })
  const [a, b] = adapters
  if (a === undefined || b === undefined) throw new Error('no adapters')
  const alternate = Array.from({ length: pairs }, (_, at) => (at % 2 === 0 ? a : b))

  context.progress(`switching, hot context: ${pairs} pairs`)
  report(context, 'hot context', [1, 1], await measure(context, { contexts: 2, order: alternate }))
  context.progress(`switching, in memory: ${pairs} pairs`)
  report(context, 'adapter in memory', [15, 30], await measure(context, { contexts: 1, order: alternate }))
  context.progress(`switching, from disk: ${cold} pairs`)
  const order = adapters.slice(0, cold)
  report(context, 'cold from disk', [40, 100], await measure(context, { contexts: 1, order, fromDisk: true }))
}

function report(context: BenchContext, name: string, bars: readonly [number, number], times: Times): void {
  const { switched, same } = times
  for (const [at, share] of [0.5, 0.99].entries()) {
    const [withSwitch, without] = [quantile(switched, share), quantile(same, share)]
    const value = Number((withSwitch - without).toFixed(2))
    const bar = bars[at] ?? Number.NaN
    context.row({
      name: `switch, ${name}, p${100 * share}`,
      value,
      unit: 'ms',
      bar: `≤ ${bar}`,
      ok: value <= bar,
      note: `to the first token (16 in): ${withSwitch.toFixed(2)} ms with a switch, ${without.toFixed(2)} without; ${same.length} pairs, alternating; rank ${RANK} on queries and values of all ${LAYERS} layers (1.9 MB); through the engine's process, 1 thread`,
    })
  }
}

async function measure(
  context: BenchContext,
  of: { readonly contexts: number; readonly order: readonly MadeAdapter[]; readonly fromDisk?: boolean },
): Promise<Times> {
  const engine = await startEngineProcess({
    base: { id: BASE, path: baseFile(context.root) },
    threads: 1,
    contextSize: 512,
    sequences: 1,
    idleContexts: of.contexts - 1,
    adapterMemory: 2 ** 30,
    gpu: 'off',
    logger: silentLogger,
  })
  const evictor = of.fromDisk ? startEvictor() : undefined
  try {
    const messages = await shortPrompt(engine, BASE, 16)
    const firstToken = async (adapters: readonly MadeAdapter[]): Promise<number> => {
      const started = performance.now()
      let first = Number.NaN
      const request = { base: BASE, adapters: [...adapters], messages, params: { maxTokens: 1 } }
      // An adapter may end its answer at once; that is its first token then.
      for await (const event of engine.generate(request))
        if (event.type !== 'start' && Number.isNaN(first)) first = performance.now() - started
      return first
    }
    for (let at = 0; at < 10; at++) await firstToken([])
    if (!of.fromDisk) for (const adapter of of.order.slice(0, 4)) await firstToken([adapter])
    const times: Times = { switched: [], same: [] }
    for (const adapter of of.order) {
      context.signal.throwIfAborted()
      // From the disk each adapter comes once, by an engine that never saw it: its hash is checked too.
      await evictor?.evict(adapter.path)
      times.switched.push(await firstToken([adapter]))
      times.same.push(await firstToken([adapter]))
    }
    return times
  } finally {
    evictor?.end()
    await engine.close()
  }
}
