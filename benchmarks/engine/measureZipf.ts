import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { baseFile, makeAdapters } from '../adapters/makeAdapters.ts'
import { ZipfTraffic } from '../adapters/traffic.ts'
import type { BenchContext } from '../lib/bench.ts'
import { quantile } from '../lib/quantile.ts'
import { type Outcome, rate } from './load.ts'
import { best, llamaServer } from './measureThroughput.ts'
import { BASE, ourPeer } from './ourPeer.ts'
import { makePrompts } from './prompts.ts'
import { pythonPeer } from './pythonPeer.ts'

const peftScript = fileURLToPath(new URL('./peft_peer.py', import.meta.url))
const [ADAPTERS, RANK, OUTSTANDING, SEED] = [32, 8, 32, 20_261_130] as const
const ROUNDS = 5

/** 32 requests in flight over 32 adapters that are asked for as people ask: tokens a second, and who waits how long. */
export async function measureZipf(context: BenchContext): Promise<void> {
  const adapters = await makeAdapters(context, { count: ADAPTERS, layers: 30, rank: RANK })
  const path = baseFile(context.root)
  const traffic = new ZipfTraffic(ADAPTERS, SEED)
  const picks = Array.from({ length: context.quick ? 48 : 96 }, () => traffic.next())
  const mixed = [await ourPeer(path, { threads: 1 }), await ourPeer(path, { threads: 2 })]
  const inTurn = [await ourPeer(path, { threads: 1, passes: 0 }), await ourPeer(path, { threads: 2, passes: 0 })]
  const servers = [await llamaServer(context, 1, adapters[0]?.path), await llamaServer(context, 2, adapters[0]?.path)]
  const python = join(context.root, '.venv', 'bin', 'python')
  const peft = await pythonPeer('PEFT', [python, peftScript, `${path}.f32`, ...[ADAPTERS, RANK, 2].map(String)], {
    cwd: join(context.root, 'trainer'),
  })
  try {
    const [first] = mixed
    if (first === undefined) throw new Error('no engine')
    const prompts = await makePrompts(first.engine, BASE, 16)
    const requests = picks.map((pick, at) => {
      const adapter = adapters[pick]
      if (adapter === undefined) throw new Error('no such adapter')
      return { messages: prompts[at % prompts.length] ?? [], adapters: [{ ...adapter, scale: 1 }] }
    })
    const load = { atOnce: OUTSTANDING, requests, picks }
    const one = { atOnce: 8, requests: requests.slice(0, 16).map((asked) => ({ ...asked, adapters: [] })) }
    const ours = await best(context, mixed, load)
    const unmixed = inTurn[mixed.indexOf(ours as (typeof mixed)[number])] ?? inTurn[0]
    const server = await best(context, servers, one)
    const outcomes: Record<'ours' | 'inTurn' | 'server' | 'peft', Outcome[]> = {
      ours: [],
      inTurn: [],
      server: [],
      peft: [],
    }
    for (let round = 0; round < (context.quick ? 1 : ROUNDS); round++) {
      context.signal.throwIfAborted()
      context.progress(`32 adapters: round ${round + 1}`)
      outcomes.ours.push(await ours.run(load))
      outcomes.server.push(await server.run(one))
      if (unmixed !== undefined) outcomes.inTurn.push(await unmixed.run(load))
      if (round < 3) outcomes.peft.push(await peft.run({ ...load, atOnce: 8, requests: requests.slice(0, 32) }))
    }
    report(context, outcomes)
  } finally {
    for (const peer of [...mixed, ...inTurn, ...servers, peft]) await peer.close()
  }
}

function report(context: BenchContext, outcomes: Record<'ours' | 'inTurn' | 'server' | 'peft', Outcome[]>): void {
  const median = (of: readonly Outcome[]) => quantile(of.map(rate), 0.5)
  const ratioTo = (of: readonly Outcome[]) =>
    quantile(
      of.map((outcome, at) => rate(outcomes.ours[at] ?? outcome) / rate(outcome)),
      0.5,
    )
  const speeds = `${median(outcomes.ours).toFixed(1)} tokens a second, ${OUTSTANDING} in flight over ${ADAPTERS} adapters, Zipf 1.0`
  const toServer = ratioTo(outcomes.server)
  context.row({
    name: '32 adapters ÷ llama.cpp’s server with one adapter, 8 at once',
    value: Number(toServer.toFixed(3)),
    unit: '×',
    bar: '≥ 0.6',
    ok: toServer >= 0.6,
    note: `${speeds}; the server ${median(outcomes.server).toFixed(1)}`,
  })
  const toPeft = ratioTo(outcomes.peft)
  context.row({
    name: '32 adapters ÷ PEFT (adapter_names in one batch)',
    value: Number(toPeft.toFixed(2)),
    unit: '×',
    bar: '≥ 5',
    ok: toPeft >= 5,
    note: `${speeds}; PEFT ${median(outcomes.peft).toFixed(1)} in batches of 8, 2 threads, 32-bit floats`,
  })
  const p99 = (of: readonly Outcome[]) =>
    quantile(
      of.flatMap(({ waits_ms }) => waits_ms),
      0.99,
    )
  const waits = p99(outcomes.ours) / p99(outcomes.inTurn)
  context.row({
    name: 'p99 wait ÷ first come, first served',
    value: Number(waits.toFixed(2)),
    unit: '×',
    bar: '≤ 2',
    ok: waits <= 2,
    note: `until the prompt is read: ${(p99(outcomes.ours) / 1_000).toFixed(1)} s and ${(p99(outcomes.inTurn) / 1_000).toFixed(1)} s; ${median(outcomes.inTurn).toFixed(1)} tokens a second first come, first served`,
  })
}
