import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { baseFile } from '../adapters/makeAdapters.ts'
import type { BenchContext } from '../lib/bench.ts'
import { quantile } from '../lib/quantile.ts'
import { type Load, type Peer, rate } from './load.ts'
import { llamaServer } from './measureThroughput.ts'
import { BASE, ourPeer } from './ourPeer.ts'
import { makePrompts } from './prompts.ts'

const RUNS = 5

/** Tokens a second while the trainer trains on the same cores, beside those without it. */
export async function measureBeside(context: BenchContext): Promise<void> {
  const ours = await ourPeer(baseFile(context.root), { threads: 1 })
  const server = await llamaServer(context, 2)
  const folder = await mkdtemp(join(tmpdir(), 'openledger-bench-beside-'))
  let trainer: ChildProcess | undefined
  try {
    const prompts = await makePrompts(ours.engine, BASE, 8)
    const load = { atOnce: 8, requests: prompts.map((messages) => ({ messages, adapters: [] })) }
    // The server beside a training is so slow that one short answer has to do.
    const short = { atOnce: 1, requests: load.requests.slice(0, 1) }
    const idle = { ours: await medianRate(context, ours, load), server: await medianRate(context, server, short) }
    context.progress('starting a training')
    trainer = await startTraining(context, folder)
    const beside = { ours: await medianRate(context, ours, load), server: rate(await server.run(short)) }
    if (trainer.exitCode !== null) throw new Error('the training ended before the measurement')
    const share = beside.ours / idle.ours
    context.row({
      name: 'throughput beside a training ÷ idle',
      value: Number(share.toFixed(3)),
      unit: '×',
      bar: '≥ 0.4',
      ok: share >= 0.4,
      note: `8 at once, 1 thread: ${idle.ours.toFixed(1)} and ${beside.ours.toFixed(1)} tokens a second, the trainer with 2 threads; llama.cpp’s server at 2 threads, one request: ${(beside.server / idle.server).toFixed(3)} (${idle.server.toFixed(1)} and ${beside.server.toFixed(1)})`,
    })
  } finally {
    trainer?.kill('SIGKILL')
    await ours.close()
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function medianRate(context: BenchContext, peer: Peer, load: Load): Promise<number> {
  const rates: number[] = []
  for (let run = 0; run < (context.quick ? 1 : RUNS); run++) {
    context.signal.throwIfAborted()
    rates.push(rate(await peer.run(load)))
  }
  return quantile(rates, 0.5)
}

/** A real training of the demo's records, far longer than the measurement; it has begun when this returns. */
async function startTraining(context: BenchContext, folder: string): Promise<ChildProcess> {
  const example = join(context.root, 'examples', 'medical-coding', 'contributions', 'injuries.jsonl')
  const lines = (await readFile(example, 'utf8')).trimEnd().split('\n').slice(0, 64)
  const hash = (at: number) => `0x${at.toString(16).padStart(64, '0')}`
  const records = lines.map((line, at) => ({
    commitment: hash(at + 1),
    recordId: hash(at + 1_001),
    contributor: `0x${'11'.repeat(20)}`,
    datanetId: hash(1),
    content: JSON.parse(line) as unknown,
  }))
  const recordsFile = join(folder, 'records.jsonl')
  await writeFile(recordsFile, records.map((record) => `${JSON.stringify(record)}\n`).join(''))
  const job = {
    kind: 'train',
    baseGguf: baseFile(context.root),
    recordsFile,
    outDir: join(folder, 'adapter'),
    binding: { versionRoots: [hash(2)], grant: hash(3) },
    config: { epochs: 100 },
    threads: 2,
  }
  const python = join(context.root, '.venv', 'bin', 'python')
  const child = spawn(python, ['-m', 'openledger_trainer', '--exit-with-parent'], {
    cwd: join(context.root, 'trainer'),
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end(JSON.stringify(job))
  const out = createInterface({ input: child.stdout })
  for await (const line of out) {
    if (line.includes('"type":"step"') || line.includes('"step"')) break
    if (line.includes('"error"')) throw new Error(`the training failed: ${line}`)
  }
  // Its events are read on, so that it never waits.
  child.stdout.resume()
  return child
}
