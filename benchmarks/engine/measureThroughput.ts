import { fileURLToPath } from 'node:url'
import { baseFile, makeAdapters } from '../adapters/makeAdapters.ts'
import type { BenchContext } from '../lib/bench.ts'
import { pythonTools } from '../lib/pythonTools.ts'
import { quantile } from '../lib/quantile.ts'
import { type Load, type Peer, rate } from './load.ts'
import { BASE, CONTEXT_SIZE, type OurPeer, ourPeer, SIDE_BY_SIDE } from './ourPeer.ts'
import { makePrompts } from './prompts.ts'
import { pythonPeer } from './pythonPeer.ts'

const script = fileURLToPath(new URL('./xllamacpp_peer.py', import.meta.url))
const THREADS = [1, 2] as const
const PAIRS = 7
/** Requests in flight, requests of one load, and the bar. */
const CASES = [
  { atOnce: 1, requests: 3, bar: 0.95 },
  { atOnce: 8, requests: 16, bar: 0.85 },
] as const

/** llama.cpp's server over the base, with an adapter if one is named. */
export async function llamaServer(context: BenchContext, threads: number, adapter?: string): Promise<Peer> {
  const bin = await pythonTools(context, 'engine', 'llama.cpp’s server (xllamacpp)')
  const args = [script, baseFile(context.root), threads, SIDE_BY_SIDE, CONTEXT_SIZE].map(String)
  const command = [bin('python'), ...args, ...(adapter === undefined ? [] : [adapter])] as const
  return pythonPeer(`llama.cpp’s server, ${threads} threads`, command, { cwd: context.root })
}

/** Tokens a second with one adapter, beside llama.cpp's server with the same one: each at the threads that suit it. */
export async function measureThroughput(context: BenchContext): Promise<void> {
  const [adapter] = await makeAdapters(context, { count: 32, layers: 30, rank: 8 })
  if (adapter === undefined) throw new Error('no adapter')
  const ours: OurPeer[] = []
  const theirs: Peer[] = []
  try {
    for (const threads of THREADS) {
      ours.push(await ourPeer(baseFile(context.root), { threads }))
      theirs.push(await llamaServer(context, threads, adapter.path))
    }
    const [{ engine } = ours[0] as OurPeer] = ours
    const prompts = await makePrompts(engine, BASE, 16)
    for (const { atOnce, requests, bar } of CASES) {
      const adapters = [{ ...adapter, scale: 1 }]
      const load = { atOnce, requests: prompts.slice(0, requests).map((messages) => ({ messages, adapters })) }
      await comparePair(
        context,
        { ours: await best(context, ours, load), theirs: await best(context, theirs, load) },
        load,
        bar,
      )
    }
  } finally {
    for (const peer of [...ours, ...theirs]) await peer.close()
  }
}

/** The one of several that is fastest with a load, each tried twice after a first time that doesn't count. */
export async function best(context: BenchContext, peers: readonly Peer[], load: Load): Promise<Peer> {
  const rates: number[] = []
  for (const peer of peers) {
    await peer.run({ ...load, requests: load.requests.slice(0, load.atOnce) })
    const tried = [rate(await peer.run(load)), rate(await peer.run(load))]
    rates.push(Math.max(...tried))
    context.progress(`${load.atOnce} at once: ${peer.name}: ${Math.max(...tried).toFixed(1)} tokens a second`)
  }
  const fastest = peers[rates.indexOf(Math.max(...rates))]
  if (fastest === undefined) throw new Error('nobody to choose from')
  return fastest
}

async function comparePair(
  context: BenchContext,
  { ours, theirs }: { readonly ours: Peer; readonly theirs: Peer },
  load: Load,
  bar: number,
): Promise<void> {
  const pairs: { readonly ours: number; readonly theirs: number }[] = []
  for (let pair = 0; pair < (context.quick ? 3 : PAIRS); pair++) {
    context.signal.throwIfAborted()
    const first = pair % 2 === 0 ? rate(await ours.run(load)) : undefined
    const other = rate(await theirs.run(load))
    pairs.push({ ours: first ?? rate(await ours.run(load)), theirs: other })
  }
  const ratio = quantile(
    pairs.map((pair) => pair.ours / pair.theirs),
    0.5,
  )
  const median = (of: (pair: (typeof pairs)[number]) => number) => quantile(pairs.map(of), 0.5).toFixed(1)
  context.row({
    name: `throughput ÷ llama.cpp’s server, ${load.atOnce} at once, one adapter`,
    value: Number(ratio.toFixed(3)),
    unit: '×',
    bar: `≥ ${bar}`,
    ok: ratio >= bar,
    note: `${median((pair) => pair.ours)} tokens a second (${ours.name}) and ${median((pair) => pair.theirs)} (${theirs.name}), 64 tokens in and at most 64 out, medians of ${pairs.length} alternating pairs; ours through its process, to the bit as alone`,
  })
}
